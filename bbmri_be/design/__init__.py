"""The page of the design system, for staff: each component of the public site in each state.

The components are the site's own fragments, filled with `examples`; colours and sizes are read
from the style sheet itself (`tokens`).
"""
