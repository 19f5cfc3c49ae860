"""The pages of applicants: the form, and where the application stands."""
