import biobanks.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.UnaccentExtension(),
        migrations.CreateModel(
            name='Biobank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street', models.CharField(blank=True, max_length=255, verbose_name='street and number')),
                ('postcode', models.CharField(blank=True, max_length=20, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=255, verbose_name='town or city')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, help_text='Degrees north (WGS 84).', max_digits=8, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, help_text='Degrees east (WGS 84).', max_digits=8, null=True, verbose_name='longitude')),
                ('identifier', models.CharField(help_text='The identifier in the BBMRI-ERIC Directory; never renumber it. An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:.', max_length=255, unique=True, verbose_name='identifier')),
                ('slug', models.SlugField(help_text='Part of the address; never change it.', max_length=255, unique=True, verbose_name='address on this site')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('acronym', models.CharField(blank=True, max_length=50, verbose_name='acronym')),
                ('description_en', models.TextField(blank=True, verbose_name='description')),
                ('description_nl', models.TextField(blank=True, verbose_name='description')),
                ('description_fr', models.TextField(blank=True, verbose_name='description')),
                ('description_de', models.TextField(blank=True, verbose_name='description')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('publication', models.CharField(choices=[('draft', 'Draft: seen by staff only'), ('published', 'Published'), ('withdrawn', 'Withdrawn: keeps its address and says so')], default='draft', max_length=10, verbose_name='publication')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='first published')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('origin', models.CharField(blank=True, choices=[('biobank', 'The biobank'), ('directory', 'The BBMRI-ERIC Directory'), ('public-page', 'Public pages, gathered by BBMRI.be'), ('node', "BBMRI.be's own reading")], max_length=20, verbose_name='origin of the facts')),
                ('sources', models.TextField(blank=True, help_text='Where the facts come from: one address a line. Staff only.', verbose_name='sources')),
                ('confirmed_on', models.DateField(blank=True, help_text='When the biobank last said that the entry is right.', null=True, verbose_name='last confirmed')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('province', models.CharField(blank=True, choices=[('BE-VAN', 'Antwerp'), ('BE-BRU', 'Brussels'), ('BE-VOV', 'East Flanders'), ('BE-VBR', 'Flemish Brabant'), ('BE-WHT', 'Hainaut'), ('BE-WLG', 'Liège'), ('BE-VLI', 'Limburg'), ('BE-WLX', 'Luxembourg'), ('BE-WNA', 'Namur'), ('BE-WBR', 'Walloon Brabant'), ('BE-VWV', 'West Flanders')], max_length=6, verbose_name='province')),
                ('country', models.CharField(choices=[('AT', 'Austria'), ('AU', 'Australia'), ('BE', 'Belgium'), ('BG', 'Bulgaria'), ('CA', 'Canada'), ('CH', 'Switzerland'), ('CY', 'Cyprus'), ('CZ', 'Czechia'), ('DE', 'Germany'), ('EE', 'Estonia'), ('ES', 'Spain'), ('EU', 'European Union'), ('FI', 'Finland'), ('FR', 'France'), ('GR', 'Greece'), ('HU', 'Hungary'), ('IL', 'Israel'), ('IT', 'Italy'), ('LT', 'Lithuania'), ('LV', 'Latvia'), ('MT', 'Malta'), ('NL', 'Netherlands'), ('NO', 'Norway'), ('PL', 'Poland'), ('PT', 'Portugal'), ('QA', 'Qatar'), ('RU', 'Russia'), ('SE', 'Sweden'), ('SI', 'Slovenia'), ('SK', 'Slovakia'), ('TR', 'Turkey'), ('UG', 'Uganda'), ('UK', 'United Kingdom'), ('US', 'United States'), ('VN', 'Vietnam')], default='BE', max_length=4, verbose_name='country')),
                ('famhp_number', models.CharField(blank=True, max_length=8, validators=[django.core.validators.RegexValidator('^BB[0-9]{6}$', 'Write the FAMHP number as BB and six digits, for example BB190001.')], verbose_name='FAMHP notification number')),
                ('joined_year', models.PositiveSmallIntegerField(blank=True, help_text='Year in which it joined BBMRI.be.', null=True, verbose_name='member since')),
                ('access_steps_en', models.TextField(blank=True, help_text='How to ask for samples, in Markdown.', verbose_name='how to ask for samples')),
                ('access_steps_nl', models.TextField(blank=True, help_text='How to ask for samples, in Markdown.', verbose_name='how to ask for samples')),
                ('access_steps_fr', models.TextField(blank=True, help_text='How to ask for samples, in Markdown.', verbose_name='how to ask for samples')),
                ('access_steps_de', models.TextField(blank=True, help_text='How to ask for samples, in Markdown.', verbose_name='how to ask for samples')),
                ('collaboration_commercial', models.BooleanField(blank=True, null=True, verbose_name='works with companies')),
                ('collaboration_non_profit', models.BooleanField(blank=True, null=True, verbose_name='works with non-profit partners')),
            ],
            options={
                'verbose_name': 'biobank',
                'verbose_name_plural': 'biobanks',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(help_text='The identifier in the BBMRI-ERIC Directory; never renumber it. An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:.', max_length=255, unique=True, verbose_name='identifier')),
                ('role', models.CharField(blank=True, max_length=500, verbose_name='role')),
                ('title_before_name', models.CharField(blank=True, max_length=100, verbose_name='title before the name')),
                ('first_name', models.CharField(blank=True, max_length=255, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=255, verbose_name='last name')),
                ('title_after_name', models.CharField(blank=True, max_length=100, verbose_name='title after the name')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=50, verbose_name='telephone')),
                ('address', models.TextField(blank=True, verbose_name='address')),
                ('postcode', models.CharField(blank=True, max_length=20, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=255, verbose_name='town or city')),
                ('country', models.CharField(choices=[('AT', 'Austria'), ('AU', 'Australia'), ('BE', 'Belgium'), ('BG', 'Bulgaria'), ('CA', 'Canada'), ('CH', 'Switzerland'), ('CY', 'Cyprus'), ('CZ', 'Czechia'), ('DE', 'Germany'), ('EE', 'Estonia'), ('ES', 'Spain'), ('EU', 'European Union'), ('FI', 'Finland'), ('FR', 'France'), ('GR', 'Greece'), ('HU', 'Hungary'), ('IL', 'Israel'), ('IT', 'Italy'), ('LT', 'Lithuania'), ('LV', 'Latvia'), ('MT', 'Malta'), ('NL', 'Netherlands'), ('NO', 'Norway'), ('PL', 'Poland'), ('PT', 'Portugal'), ('QA', 'Qatar'), ('RU', 'Russia'), ('SE', 'Sweden'), ('SI', 'Slovenia'), ('SK', 'Slovakia'), ('TR', 'Turkey'), ('UG', 'Uganda'), ('UK', 'United Kingdom'), ('US', 'United States'), ('VN', 'Vietnam')], default='BE', max_length=4, verbose_name='country')),
                ('is_public', models.BooleanField(default=False, help_text='A shared mailbox, or a person who agreed to be named on the site.', verbose_name='may be shown')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['last_name', 'first_name', 'email'],
                'constraints': [models.CheckConstraint(condition=models.Q(('identifier__regex', '^bbmri-(eric|be):contactID:[A-Z]{2,4}_[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*$')), name='biobanks_contact_identifier', violation_error_message='The identifier does not look like bbmri-eric:contactID:BE_name.'), models.CheckConstraint(condition=models.Q(('country__in', ['AT', 'AU', 'BE', 'BG', 'CA', 'CH', 'CY', 'CZ', 'DE', 'EE', 'ES', 'EU', 'FI', 'FR', 'GR', 'HU', 'IL', 'IT', 'LT', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'QA', 'RU', 'SE', 'SI', 'SK', 'TR', 'UG', 'UK', 'US', 'VN', ''])), name='biobanks_contact_country')],
            },
        ),
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street', models.CharField(blank=True, max_length=255, verbose_name='street and number')),
                ('postcode', models.CharField(blank=True, max_length=20, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=255, verbose_name='town or city')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, help_text='Degrees north (WGS 84).', max_digits=8, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, help_text='Degrees east (WGS 84).', max_digits=8, null=True, verbose_name='longitude')),
                ('identifier', models.CharField(help_text='The identifier in the BBMRI-ERIC Directory; never renumber it. An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:.', max_length=255, unique=True, verbose_name='identifier')),
                ('slug', models.SlugField(help_text='Part of the address; never change it.', max_length=255, unique=True, verbose_name='address on this site')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('acronym', models.CharField(blank=True, max_length=50, verbose_name='acronym')),
                ('description_en', models.TextField(blank=True, verbose_name='description')),
                ('description_nl', models.TextField(blank=True, verbose_name='description')),
                ('description_fr', models.TextField(blank=True, verbose_name='description')),
                ('description_de', models.TextField(blank=True, verbose_name='description')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('publication', models.CharField(choices=[('draft', 'Draft: seen by staff only'), ('published', 'Published'), ('withdrawn', 'Withdrawn: keeps its address and says so')], default='draft', max_length=10, verbose_name='publication')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='first published')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('origin', models.CharField(blank=True, choices=[('biobank', 'The biobank'), ('directory', 'The BBMRI-ERIC Directory'), ('public-page', 'Public pages, gathered by BBMRI.be'), ('node', "BBMRI.be's own reading")], max_length=20, verbose_name='origin of the facts')),
                ('sources', models.TextField(blank=True, help_text='Where the facts come from: one address a line. Staff only.', verbose_name='sources')),
                ('confirmed_on', models.DateField(blank=True, help_text='When the biobank last said that the entry is right.', null=True, verbose_name='last confirmed')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('name_is_provisional', models.BooleanField(default=False, help_text="Ticked until the biobank tells the collection's own name; the page says so.", verbose_name='the name was read from the identifier')),
                ('country', models.CharField(choices=[('AT', 'Austria'), ('AU', 'Australia'), ('BE', 'Belgium'), ('BG', 'Bulgaria'), ('CA', 'Canada'), ('CH', 'Switzerland'), ('CY', 'Cyprus'), ('CZ', 'Czechia'), ('DE', 'Germany'), ('EE', 'Estonia'), ('ES', 'Spain'), ('EU', 'European Union'), ('FI', 'Finland'), ('FR', 'France'), ('GR', 'Greece'), ('HU', 'Hungary'), ('IL', 'Israel'), ('IT', 'Italy'), ('LT', 'Lithuania'), ('LV', 'Latvia'), ('MT', 'Malta'), ('NL', 'Netherlands'), ('NO', 'Norway'), ('PL', 'Poland'), ('PT', 'Portugal'), ('QA', 'Qatar'), ('RU', 'Russia'), ('SE', 'Sweden'), ('SI', 'Slovenia'), ('SK', 'Slovakia'), ('TR', 'Turkey'), ('UG', 'Uganda'), ('UK', 'United Kingdom'), ('US', 'United States'), ('VN', 'Vietnam')], default='BE', max_length=4, verbose_name='country')),
                ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('BIRTH_COHORT', 'Birth cohort'), ('CASE_CONTROL', 'Case-control'), ('COHORT', 'Cohort'), ('CROSS_SECTIONAL', 'Cross-sectional'), ('DISEASE_SPECIFIC', 'Disease-specific'), ('HOSPITAL', 'Hospital collection'), ('IMAGE', 'Image collection'), ('LONGITUDINAL', 'Longitudinal'), ('NON_HUMAN', 'Non-human'), ('POPULATION_BASED', 'Population-based'), ('PROSPECTIVE_COLLECTION', 'Prospective study'), ('QUALITY_CONTROL', 'Quality control'), ('RD', 'Rare disease collection'), ('SAMPLE', 'Sample collection'), ('TWIN_STUDY', 'Twin study'), ('OTHER', 'Other type')], max_length=50), blank=True, default=list, size=None, verbose_name='types of collection')),
                ('data_categories', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('ANTIBODIES', 'Antibody titres (IgM and IgG)'), ('BIOLOGICAL_SAMPLES', 'Biological samples'), ('BLOOD', 'Blood count and other laboratory results'), ('CT', 'CT or X-ray imaging of the lungs'), ('CLINICAL_SYMPTOMS', 'Clinical symptoms'), ('DiseaseDuration', 'Disease duration and outcome'), ('GENEALOGICAL_RECORDS', 'Genealogical records'), ('IMAGING_DATA', 'Imaging data'), ('MEDICAL_RECORDS', 'Medical records'), ('NATIONAL_REGISTRIES', 'National registries'), ('PHYSIOLOGICAL_BIOCHEMICAL_MEASUREMENTS', 'Physiological and biochemical measurements'), ('SURVEY_DATA', 'Survey data'), ('TREATMENT_PROTOCOL', 'Treatment protocols (drugs used)'), ('OTHER', 'Other data'), ('NAV', 'Not available')], max_length=50), blank=True, default=list, size=None, verbose_name='kinds of data')),
                ('size', models.PositiveIntegerField(blank=True, help_text='Empty when not known.', null=True, verbose_name='number of samples')),
                ('order_of_magnitude', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'fewer than 10'), (1, '10 to 100'), (2, '100 to 1,000'), (3, '1,000 to 10,000'), (4, '10,000 to 100,000'), (5, '100,000 to 1 million'), (6, '1 to 10 million'), (7, '10 to 100 million'), (8, '100 million to 1 billion')], null=True, verbose_name='order of magnitude of samples')),
                ('size_as_of', models.DateTimeField(blank=True, help_text='When the numbers were counted.', null=True, verbose_name='counted on')),
                ('number_of_donors', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of donors')),
                ('order_of_magnitude_donors', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'fewer than 10'), (1, '10 to 100'), (2, '100 to 1,000'), (3, '1,000 to 10,000'), (4, '10,000 to 100,000'), (5, '100,000 to 1 million'), (6, '1 to 10 million'), (7, '10 to 100 million'), (8, '100 million to 1 billion')], null=True, verbose_name='order of magnitude of donors')),
                ('sex', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('FEMALE', 'Female'), ('MALE', 'Male'), ('UNDIFFERENTIAL', 'Undifferentiated'), ('UNKNOWN', 'Unknown'), ('NASK', 'Not asked'), ('NAV', 'Not available'), ('NEUTERED_FEMALE', 'Neutered female (animal)'), ('NEUTERED_MALE', 'Neutered male (animal)'), ('*', 'Any sex')], max_length=50), blank=True, default=list, size=None, verbose_name='sex of the donors')),
                ('age_low', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lowest age')),
                ('age_high', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='highest age')),
                ('age_unit', models.CharField(blank=True, choices=[('DAY', 'Day'), ('WEEK', 'Week'), ('MONTH', 'Month'), ('YEAR', 'Year')], max_length=10, verbose_name='unit of the ages')),
                ('materials', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('WHOLE_BLOOD', 'Whole blood'), ('SERUM', 'Serum'), ('PLASMA', 'Plasma'), ('BUFFY_COAT', 'Buffy coat'), ('PERIPHERAL_BLOOD_CELLS', 'Peripheral blood cells'), ('DNA', 'DNA'), ('RNA', 'RNA'), ('CDNA', 'cDNA or mRNA'), ('MICRO_RNA', 'microRNA'), ('TISSUE_FROZEN', 'Frozen tissue'), ('TISSUE_PARAFFIN_EMBEDDED', 'Paraffin-embedded tissue'), ('TISSUE_STAINED', 'Stained tissue (sections, slides)'), ('CELL_LINES', 'Cell lines'), ('URINE', 'Urine'), ('SALIVA', 'Saliva'), ('FECES', 'Faeces'), ('NASAL_SWAB', 'Nasal swab'), ('THROAT_SWAB', 'Throat swab'), ('PATHOGEN', 'Pathogen'), ('OTHER', 'Other material'), ('NAV', 'Not available'), ('*', 'Any material')], max_length=50), blank=True, default=list, size=None, verbose_name='materials')),
                ('storage_temperatures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('temperatureRoom', 'Room temperature'), ('temperature2to10', '2 °C to 10 °C'), ('temperature-18to-35', '-18 °C to -35 °C'), ('temperature-60to-85', '-60 °C to -85 °C'), ('temperatureLN', 'Liquid nitrogen'), ('temperatureOther', 'Other temperature')], max_length=50), blank=True, default=list, size=None, verbose_name='storage temperatures')),
                ('collaboration_commercial', models.BooleanField(blank=True, null=True, verbose_name='works with companies')),
                ('collaboration_non_profit', models.BooleanField(blank=True, null=True, verbose_name='works with non-profit partners')),
                ('data_use', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('DUO_0000001', 'Data use limitation'), ('DUO_0000002', 'Obsolete consent code primary category'), ('DUO_0000003', 'Obsolete consent code secondary category'), ('DUO_0000004', 'No restriction'), ('DUO_0000005', 'General research use and clinical care'), ('DUO_0000006', 'Health or medical or biomedical research'), ('DUO_0000007', 'Disease specific research'), ('DUO_0000011', 'Population origins or ancestry research'), ('DUO_0000012', 'Research specific restrictions'), ('DUO_0000014', 'Research use only'), ('DUO_0000015', 'No general methods research'), ('DUO_0000016', 'Genetic studies only'), ('DUO_0000017', 'Data use requirements'), ('DUO_0000018', 'Not for profit use only'), ('DUO_0000019', 'Publication required'), ('DUO_0000020', 'Collaboration required'), ('DUO_0000021', 'Ethics approval required'), ('DUO_0000022', 'Geographical restriction'), ('DUO_0000024', 'Publication moratorium'), ('DUO_0000025', 'Time limit on use'), ('DUO_0000026', 'User specific restriction'), ('DUO_0000027', 'Project specific restriction'), ('DUO_0000028', 'Institution specific restriction'), ('DUO_0000029', 'Return to database or resource'), ('DUO_0000031', 'Method development'), ('DUO_0000032', 'Population research'), ('DUO_0000033', 'Ancestry research'), ('DUO_0000034', 'Age category research'), ('DUO_0000035', 'Gender category research'), ('DUO_0000036', 'Research control'), ('DUO_0000037', 'Biomedical research'), ('DUO_0000038', 'Genetic research'), ('DUO_0000039', 'Drug development research'), ('DUO_0000040', 'Disease category research'), ('DUO_0000042', 'General research use'), ('OBI_0000066', 'Investigation')], max_length=50), blank=True, default=list, size=None, verbose_name='conditions of use')),
                ('data_use_profile_url', models.URLField(blank=True, help_text="The Directory's DUC profile.", max_length=500, verbose_name='web address of the conditions')),
                ('access_fee', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('data', 'Data'), ('images', 'Images'), ('samples', 'Samples')], max_length=50), blank=True, default=list, size=None, verbose_name='a fee is asked for')),
                ('access_joint_project', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('data', 'Data'), ('images', 'Images'), ('samples', 'Samples')], max_length=50), blank=True, default=list, size=None, verbose_name='a joint project is asked for')),
                ('access_description', models.TextField(blank=True, verbose_name='how access works')),
                ('access_url', models.URLField(blank=True, max_length=500, verbose_name='where to ask for access')),
                ('procedures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('data_processing_sop', 'Data processing procedure'), ('data_storage_sop', 'Data storage procedure'), ('data_transport_sop', 'Data transport procedure'), ('sample_processing_sop', 'Sample processing procedure'), ('sample_storage_sop', 'Sample storage procedure'), ('sample_transport_sop', 'Sample transport procedure')], max_length=50), blank=True, default=list, size=None, verbose_name='written procedures')),
                ('biobank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collections', to='biobanks.biobank', verbose_name='biobank')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='biobanks.collection', verbose_name='part of')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_contact', to='biobanks.contact', verbose_name='contact')),
                ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='collection_head', to='biobanks.contact', verbose_name='led by')),
            ],
            options={
                'verbose_name': 'collection',
                'verbose_name_plural': 'collections',
                'ordering': ['name', 'identifier'],
            },
        ),
        migrations.AddField(
            model_name='biobank',
            name='contact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_contact', to='biobanks.contact', verbose_name='contact'),
        ),
        migrations.AddField(
            model_name='biobank',
            name='head',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='biobank_head', to='biobanks.contact', verbose_name='led by'),
        ),
        migrations.CreateModel(
            name='Disease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                ('identifier', models.CharField(max_length=50, unique=True, verbose_name='identifier')),
                ('system', models.CharField(choices=[('icd10', 'ICD-10'), ('orpha', 'ORPHA'), ('any', 'Any disease')], max_length=5, verbose_name='code system')),
                ('name_en', models.CharField(blank=True, max_length=500, verbose_name='name')),
                ('name_nl', models.CharField(blank=True, max_length=500, verbose_name='name')),
                ('name_fr', models.CharField(blank=True, max_length=500, verbose_name='name')),
                ('name_de', models.CharField(blank=True, max_length=500, verbose_name='name')),
                ('parents', models.ManyToManyField(blank=True, related_name='children', to='biobanks.disease', verbose_name='broader terms')),
            ],
            options={
                'verbose_name': 'disease',
                'verbose_name_plural': 'diseases',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='CollectionFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(help_text='The identifier in the BBMRI-ERIC Directory; never renumber it. An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:.', max_length=255, unique=True, verbose_name='identifier')),
                ('sex', models.CharField(blank=True, choices=[('FEMALE', 'Female'), ('MALE', 'Male'), ('UNDIFFERENTIAL', 'Undifferentiated'), ('UNKNOWN', 'Unknown'), ('NASK', 'Not asked'), ('NAV', 'Not available'), ('NEUTERED_FEMALE', 'Neutered female (animal)'), ('NEUTERED_MALE', 'Neutered male (animal)'), ('*', 'Any sex')], max_length=20, verbose_name='sex')),
                ('age_range', models.CharField(blank=True, choices=[('Newborn', 'Newborn (0-1 months)'), ('Infant', 'Infant (2-23 months)'), ('Child', 'Child (2-12 years)'), ('Adolescent', 'Adolescent (13-17 years)'), ('Young Adult', 'Young adult (18-24 years)'), ('Adult', 'Adult (25-44 years)'), ('Middle-aged', 'Middle-aged (45-64 years)'), ('Aged (65-79 years)', 'Aged (65-79 years)'), ('Aged (>80 years)', 'Aged (over 80 years)'), ('Unknown', 'Unknown age'), ('Undefined', 'Undefined age'), ('*', 'Any age')], max_length=30, verbose_name='ages')),
                ('material', models.CharField(blank=True, choices=[('WHOLE_BLOOD', 'Whole blood'), ('SERUM', 'Serum'), ('PLASMA', 'Plasma'), ('BUFFY_COAT', 'Buffy coat'), ('PERIPHERAL_BLOOD_CELLS', 'Peripheral blood cells'), ('DNA', 'DNA'), ('RNA', 'RNA'), ('CDNA', 'cDNA or mRNA'), ('MICRO_RNA', 'microRNA'), ('TISSUE_FROZEN', 'Frozen tissue'), ('TISSUE_PARAFFIN_EMBEDDED', 'Paraffin-embedded tissue'), ('TISSUE_STAINED', 'Stained tissue (sections, slides)'), ('CELL_LINES', 'Cell lines'), ('URINE', 'Urine'), ('SALIVA', 'Saliva'), ('FECES', 'Faeces'), ('NASAL_SWAB', 'Nasal swab'), ('THROAT_SWAB', 'Throat swab'), ('PATHOGEN', 'Pathogen'), ('OTHER', 'Other material'), ('NAV', 'Not available'), ('*', 'Any material')], max_length=30, verbose_name='material')),
                ('number_of_samples', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of samples')),
                ('number_of_donors', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of donors')),
                ('last_update', models.DateField(verbose_name='last changed')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='biobanks.collection', verbose_name='collection')),
                ('disease', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='biobanks.disease', verbose_name='disease')),
            ],
            options={
                'verbose_name': 'fact',
                'verbose_name_plural': 'facts',
                'ordering': ['identifier'],
            },
        ),
        migrations.CreateModel(
            name='CollectionDiagnosis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('biobank', 'The biobank'), ('directory', 'The BBMRI-ERIC Directory'), ('public-page', 'Public pages, gathered by BBMRI.be'), ('node', "BBMRI.be's own reading")], default='directory', max_length=20, verbose_name='who says so')),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='diagnosis_links', to='biobanks.collection', verbose_name='collection')),
                ('disease', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collection_links', to='biobanks.disease', verbose_name='disease')),
            ],
            options={
                'verbose_name': 'diagnosis',
                'verbose_name_plural': 'diagnoses',
                'ordering': ['disease__code'],
            },
        ),
        migrations.AddField(
            model_name='collection',
            name='diagnoses',
            field=models.ManyToManyField(blank=True, related_name='collections', through='biobanks.CollectionDiagnosis', to='biobanks.disease', verbose_name='diagnoses'),
        ),
        migrations.CreateModel(
            name='DiseaseMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('exact', 'Exact'), ('broader', 'The ORPHA term is broader than the ICD-10 term'), ('narrower', 'The ORPHA term is narrower than the ICD-10 term')], max_length=10, verbose_name='kind of mapping')),
                ('icd10', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='orpha_mappings', to='biobanks.disease', verbose_name='ICD-10 term')),
                ('orpha', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='icd10_mappings', to='biobanks.disease', verbose_name='ORPHA term')),
            ],
            options={
                'verbose_name': 'mapping of diseases',
                'verbose_name_plural': 'mappings of diseases',
                'ordering': ['orpha__code', 'icd10__code'],
            },
        ),
        migrations.CreateModel(
            name='ExternalReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(help_text='The identifier in the BBMRI-ERIC Directory; never renumber it. An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:.', max_length=255, unique=True, verbose_name='identifier')),
                ('system', models.CharField(max_length=255, verbose_name='other system')),
                ('pid', models.CharField(blank=True, max_length=255, verbose_name='persistent identifier (PID)')),
                ('url', models.URLField(max_length=500, verbose_name='web address')),
            ],
            options={
                'verbose_name': 'reference in another system',
                'verbose_name_plural': 'references in other systems',
                'ordering': ['system', 'identifier'],
                'constraints': [models.CheckConstraint(condition=models.Q(('identifier__regex', '^bbmri-(eric|be):akiID:[A-Z]{2,4}_[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*$')), name='biobanks_externalreference_identifier', violation_error_message='The identifier does not look like bbmri-eric:akiID:BE_name.')],
            },
        ),
        migrations.AddField(
            model_name='collection',
            name='external_references',
            field=models.ManyToManyField(blank=True, to='biobanks.externalreference', verbose_name='references in other systems'),
        ),
        migrations.AddField(
            model_name='biobank',
            name='external_references',
            field=models.ManyToManyField(blank=True, to='biobanks.externalreference', verbose_name='references in other systems'),
        ),
        migrations.CreateModel(
            name='ImagingTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('list', models.CharField(choices=[('body-part', 'Body part'), ('modality', 'Imaging modality'), ('dataset-type', 'Image dataset type')], max_length=15, verbose_name='list')),
                ('code', models.CharField(max_length=100, verbose_name='code')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
            ],
            options={
                'verbose_name': 'imaging term',
                'verbose_name_plural': 'imaging terms',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('list', 'code'), name='biobanks_imagingterm_code'), models.CheckConstraint(condition=models.Q(('list__in', ['body-part', 'modality', 'dataset-type'])), name='biobanks_imagingterm_list')],
            },
        ),
        migrations.AddField(
            model_name='collection',
            name='body_parts',
            field=models.ManyToManyField(blank=True, limit_choices_to={'list': 'body-part'}, related_name='+', to='biobanks.imagingterm', verbose_name='body parts in images'),
        ),
        migrations.AddField(
            model_name='collection',
            name='image_dataset_types',
            field=models.ManyToManyField(blank=True, limit_choices_to={'list': 'dataset-type'}, related_name='+', to='biobanks.imagingterm', verbose_name='kinds of image sets'),
        ),
        migrations.AddField(
            model_name='collection',
            name='imaging_modalities',
            field=models.ManyToManyField(blank=True, limit_choices_to={'list': 'modality'}, related_name='+', to='biobanks.imagingterm', verbose_name='kinds of imaging'),
        ),
        migrations.CreateModel(
            name='Network',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('street', models.CharField(blank=True, max_length=255, verbose_name='street and number')),
                ('postcode', models.CharField(blank=True, max_length=20, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=255, verbose_name='town or city')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, help_text='Degrees north (WGS 84).', max_digits=8, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, help_text='Degrees east (WGS 84).', max_digits=8, null=True, verbose_name='longitude')),
                ('identifier', models.CharField(help_text='The identifier in the BBMRI-ERIC Directory; never renumber it. An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:.', max_length=255, unique=True, verbose_name='identifier')),
                ('slug', models.SlugField(help_text='Part of the address; never change it.', max_length=255, unique=True, verbose_name='address on this site')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('acronym', models.CharField(blank=True, max_length=50, verbose_name='acronym')),
                ('description_en', models.TextField(blank=True, verbose_name='description')),
                ('description_nl', models.TextField(blank=True, verbose_name='description')),
                ('description_fr', models.TextField(blank=True, verbose_name='description')),
                ('description_de', models.TextField(blank=True, verbose_name='description')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('publication', models.CharField(choices=[('draft', 'Draft: seen by staff only'), ('published', 'Published'), ('withdrawn', 'Withdrawn: keeps its address and says so')], default='draft', max_length=10, verbose_name='publication')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='first published')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('origin', models.CharField(blank=True, choices=[('biobank', 'The biobank'), ('directory', 'The BBMRI-ERIC Directory'), ('public-page', 'Public pages, gathered by BBMRI.be'), ('node', "BBMRI.be's own reading")], max_length=20, verbose_name='origin of the facts')),
                ('sources', models.TextField(blank=True, help_text='Where the facts come from: one address a line. Staff only.', verbose_name='sources')),
                ('confirmed_on', models.DateField(blank=True, help_text='When the biobank last said that the entry is right.', null=True, verbose_name='last confirmed')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('joined_year', models.PositiveSmallIntegerField(blank=True, help_text='Year in which it joined BBMRI.be.', null=True, verbose_name='member since')),
                ('shared_elements', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('representation', 'Represented by the network only'), ('data_access_policy', 'Shared data access policy'), ('focus', 'Shared focus of the collections'), ('image_access_policy', 'Shared image access policy'), ('mta', 'Shared material transfer agreement'), ('sample_access_policy', 'Shared sample access policy'), ('sops', 'Shared standard operating procedures'), ('image_mta', 'Shared transfer agreement for images'), ('url', 'Shared web presentation'), ('charter', 'Signed network charter')], max_length=50), blank=True, default=list, size=None, verbose_name='what its members share')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_contact', to='biobanks.contact', verbose_name='contact')),
                ('external_references', models.ManyToManyField(blank=True, to='biobanks.externalreference', verbose_name='references in other systems')),
            ],
            options={
                'verbose_name': 'network',
                'verbose_name_plural': 'networks',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='collection',
            name='networks',
            field=models.ManyToManyField(blank=True, related_name='collections', to='biobanks.network', verbose_name='networks'),
        ),
        migrations.AddField(
            model_name='biobank',
            name='networks',
            field=models.ManyToManyField(blank=True, related_name='biobanks', to='biobanks.network', verbose_name='networks'),
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, unique=True, verbose_name='name')),
                ('kind', models.CharField(blank=True, choices=[('hospital', 'Hospital'), ('university', 'University'), ('research-centre', 'Research centre'), ('other', 'Other institution')], max_length=20, verbose_name='kind of institution')),
                ('website', models.URLField(blank=True, max_length=500, verbose_name='website')),
                ('ror', models.URLField(blank=True, help_text='Address in the Research Organization Registry.', verbose_name='ROR')),
                ('enterprise_number', models.CharField(blank=True, help_text='Ten digits, from the Crossroads Bank for Enterprises.', max_length=10, validators=[biobanks.validators.enterprise_number], verbose_name='enterprise number')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['hospital', 'university', 'research-centre', 'other', ''])), name='biobanks_organisation_kind'), models.CheckConstraint(condition=models.Q(('ror', ''), ('ror__regex', '^https://ror\\.org/0[a-z0-9]{6}[0-9]{2}$'), _connector='OR'), name='biobanks_organisation_ror', violation_error_message='A ROR looks like https://ror.org/05a1b2c34.'), models.CheckConstraint(condition=models.Q(('enterprise_number', ''), ('enterprise_number__regex', '^[01][0-9]{9}$'), _connector='OR'), name='biobanks_organisation_enterprise_number'), models.UniqueConstraint(condition=models.Q(('enterprise_number', ''), _negated=True), fields=('enterprise_number',), name='biobanks_organisation_enterprise_number_unique', violation_error_message='Another organisation has this enterprise number.')],
            },
        ),
        migrations.AddField(
            model_name='network',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='networks', to='biobanks.organisation', verbose_name='organisation'),
        ),
        migrations.AddField(
            model_name='biobank',
            name='organisation',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='biobanks', to='biobanks.organisation', verbose_name='organisation'),
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(help_text='The identifier in the BBMRI-ERIC Directory; never renumber it. An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:.', max_length=255, unique=True, verbose_name='identifier')),
                ('name', models.CharField(max_length=255, verbose_name='name')),
                ('acronym', models.CharField(blank=True, max_length=50, verbose_name='acronym')),
                ('types', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('sample-collection', 'Sample collection'), ('sample-processing', 'Sample processing'), ('sample-storage', 'Sample storage'), ('sample-quality-control', 'Sample quality control'), ('sample-data-management', 'Sample data management'), ('nucleic-acid-extraction', 'Nucleic acid extraction'), ('informed-consent-management', 'Informed consent management'), ('ethics-proposal-review', 'Ethics proposal review'), ('otherBiobankingElsiServices', 'Other biobanking and ELSI services'), ('sequencing', 'Sequencing'), ('genomic-annotation', 'Genomic annotation'), ('tissue-culture', 'Tissue culture'), ('animal-model-development', 'Animal model development'), ('cell-line-development', 'Cell line development'), ('biostatistic-services', 'Biostatistics'), ('peptide-carbohydrate-lipid-analytics', 'Peptide, carbohydrate and lipid analytics'), ('assay-development', 'Assay development'), ('microbiome-analysis', 'Microbiome analysis'), ('biomarker-discovery', 'Biomarker discovery'), ('toxicology-testing', 'Toxicology testing'), ('protein-analytics', 'Protein analytics'), ('functional-and-system-analytics', 'Functional and system analytics'), ('protein-purification', 'Protein purification'), ('clinical-chemistry-services', 'Clinical chemistry services'), ('pharmacokinetic-pharmacodynamic-services', 'Pharmacokinetic and pharmacodynamic services'), ('otherSampleBioanalyticalServices', 'Other sample and bioanalytical services'), ('MRI-CT-Imaging', 'MRI and CT imaging'), ('PET-Scans', 'PET scans'), ('Microscopy-Techniques', 'Microscopy techniques'), ('Live-Cell-Imaging', 'Live-cell imaging'), ('Histology-Tissue-Analysis', 'Histology and tissue analysis'), ('Diagnostic-Imaging-Service', 'Diagnostic imaging service'), ('otherPathologyImagingServices', 'Other pathology and imaging services'), ('data-analysis', 'Data analysis'), ('software-development', 'Software development'), ('algorithm-design', 'Algorithm design'), ('genomics-analysis', 'Genomics analysis'), ('proteomics-analysis', 'Proteomics analysis'), ('transcriptomics-analysis', 'Transcriptomics analysis'), ('metabolomics-analysis', 'Metabolomics analysis'), ('lipidomics-analysis', 'Lipidomics analysis'), ('ai-consulting', 'AI consulting'), ('Bioimage-analysis', 'Bioimage analysis'), ('BigDataManagement', 'Big data management'), ('ComputingServices', 'Computing services'), ('otherBioinformaticsDataScienceServices', 'Other bioinformatics and data science services'), ('CertificationPrograms', 'Certification programmes'), ('StrategicPlanningforClinicalStudies', 'Strategic planning for clinical studies'), ('CollaborationNetworkingMulticentricStudies', 'Collaboration and networking for multicentre studies'), ('ScientificAdvisoryClinicalStudies', 'Scientific advice for clinical studies'), ('TrainingResourceLabProtocols', 'Training and laboratory protocols'), ('ConsultationProtocolDevelopment', 'Consultation for protocol development'), ('otherConsultingTrainingEducationServices', 'Other consulting and training and education services'), ('BehavioralScience', 'Behavioural science'), ('BrainNeurologicalResearch', 'Brain and neurological research'), ('CancerResearch', 'Cancer research'), ('EpidemiologyInfectiousDiseaseResearch', 'Epidemiology and infectious disease research'), ('MicrobiomeStudies', 'Microbiome studies'), ('PediatricResearch', 'Paediatric research'), ('RareDiseaseResearch', 'Rare disease research'), ('PathologySupport', 'Pathology support'), ('OtherResearchDomains', 'Other research domains')], max_length=50), blank=True, default=list, size=None, verbose_name='kinds of service')),
                ('description_en', models.TextField(blank=True, verbose_name='description')),
                ('description_nl', models.TextField(blank=True, verbose_name='description')),
                ('description_fr', models.TextField(blank=True, verbose_name='description')),
                ('description_de', models.TextField(blank=True, verbose_name='description')),
                ('description_url', models.URLField(blank=True, max_length=500, verbose_name='web page about it')),
                ('device', models.CharField(blank=True, max_length=255, verbose_name='device')),
                ('device_system', models.CharField(blank=True, max_length=255, verbose_name='device system')),
                ('technology_readiness', models.CharField(blank=True, choices=[('TRL-1', 'Basic principles observed'), ('TRL-2', 'Technology concept formulated'), ('TRL-3', 'Experimental proof of concept'), ('TRL-4', 'Technology validated in lab'), ('TRL-5', 'Technology validated in relevant environment'), ('TRL-6', 'Technology demonstrated in relevant environment'), ('TRL-7', 'System prototype demonstrated in operational environment'), ('TRL-8', 'System complete and qualified'), ('TRL-9', 'System proven in operational environment')], max_length=5, verbose_name='technology readiness level')),
                ('access_description', models.TextField(blank=True, verbose_name='how access works')),
                ('access_url', models.URLField(blank=True, max_length=500, verbose_name='where to ask for access')),
                ('unit_of_access', models.CharField(blank=True, max_length=255, verbose_name='unit of access')),
                ('unit_cost', models.CharField(blank=True, max_length=255, verbose_name='cost of a unit')),
                ('biobank', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='services', to='biobanks.biobank', verbose_name='biobank')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='services', to='biobanks.contact', verbose_name='contact')),
            ],
            options={
                'verbose_name': 'service',
                'verbose_name_plural': 'services',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='QualityMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standard', models.CharField(choices=[('cen-ts-16826-1-2015', 'BBMRI audited CEN/TS 16826-1:2015'), ('cen-ts-16826-2-2015', 'BBMRI audited CEN/TS 16826-2:2015'), ('cen-ts-16827-1-2015', 'BBMRI audited CEN/TS 16827-1:2015'), ('cen-ts-16827-2-2015', 'BBMRI audited CEN/TS 16827-2:2015'), ('cen-ts-16827-3-2015', 'BBMRI audited CEN/TS 16827-3:2015'), ('cen-ts-16835-1-2015', 'BBMRI audited CEN/TS 16835-1:2015'), ('cen-ts-16835-2-2015', 'BBMRI audited CEN/TS 16835-2:2015'), ('cen-ts-16835-3-2015', 'BBMRI audited CEN/TS 16835-3:2015'), ('cen-ts-16945-2016', 'BBMRI audited CEN/TS 16945:2016'), ('iso-20166-1', 'BBMRI audited ISO 20166-1:2018'), ('iso-20166-2', 'BBMRI audited ISO 20166-2:2018'), ('iso-20166-3', 'BBMRI audited ISO 20166-3:2018'), ('iso-20184-1', 'BBMRI audited ISO 20184-1:2018'), ('iso-20184-2', 'BBMRI audited ISO 20184-2:2018'), ('iso-20184-3', 'BBMRI audited ISO 20184-3:2021'), ('iso-20186-1', 'BBMRI audited ISO 20186-1:2019'), ('iso-20186-1-EPND', 'BBMRI audited ISO 20186-1:2019'), ('iso-20186-2', 'BBMRI audited ISO 20186-2:2019'), ('iso-20186-2-EPND', 'BBMRI audited ISO 20186-2:2019'), ('iso-20186-3', 'BBMRI audited ISO 20186-3:2019'), ('iso-fdis-20387', 'BBMRI audited ISO 20387:2018'), ('iso-23118-2021', 'BBMRI audited ISO 23118:2021'), ('iso-15189-2012', 'ISO 15189:2012'), ('iso-15189-2014', 'ISO 15189:2014'), ('iso-15189-2022', 'ISO 15189:2022'), ('iso-15190-2020', 'ISO 15190:2020'), ('iso-17020-2012', 'ISO 17020:2012'), ('iso-17025-2017', 'ISO 17025:2017'), ('iso-17025-2018', 'ISO 17025:2018'), ('iso-17034-2016', 'ISO 17034:2016'), ('iso-17043-2010', 'ISO 17043:2010'), ('ISO-20387-2018', 'ISO 20387:2018'), ('iso-21899-2020', 'ISO 21899:2020'), ('iso-27001-2013', 'ISO 27001:2013'), ('iso-27001-2022', 'ISO 27001:2022'), ('iso-9001', 'ISO 9001:2015'), ('iso-15189', 'ISO-15189:2012'), ('iso-15190', 'ISO-15190:2020'), ('iso-17025', 'ISO-17025:2017'), ('nfs96-900', 'NFS96-900'), ('oecd-guidelines', 'OECD Guidelines'), ('oeci_accreditation', 'OECI Accreditation'), ('others', 'Others')], max_length=30, verbose_name='standard')),
                ('level', models.CharField(choices=[('eric', 'Audited by BBMRI-ERIC'), ('accredited', 'Certified or accredited by an accredited body')], max_length=12, verbose_name='level of assessment')),
                ('certificate_number', models.CharField(blank=True, max_length=255, verbose_name='certificate number')),
                ('certificate_url', models.URLField(blank=True, max_length=500, verbose_name='web address of the certificate')),
                ('certificate_image_url', models.URLField(blank=True, max_length=500, verbose_name='web address of a picture of the certificate')),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('sources', models.TextField(blank=True, help_text='Where this is said: one address a line. Staff only.', verbose_name='sources')),
                ('biobank', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='quality_marks', to='biobanks.biobank', verbose_name='biobank')),
                ('collection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='quality_marks', to='biobanks.collection', verbose_name='collection')),
                ('service', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='quality_marks', to='biobanks.service', verbose_name='service')),
            ],
            options={
                'verbose_name': 'quality mark',
                'verbose_name_plural': 'quality marks',
                'ordering': ['standard'],
            },
        ),
        migrations.CreateModel(
            name='Study',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identifier', models.CharField(help_text='The identifier in the BBMRI-ERIC Directory; never renumber it. An entry the Directory does not know yet begins with bbmri-be: instead of bbmri-eric:.', max_length=255, unique=True, verbose_name='identifier')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('description', models.TextField(blank=True, verbose_name='description')),
                ('type', models.CharField(blank=True, max_length=255, verbose_name='type of study')),
                ('sex', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('FEMALE', 'Female'), ('MALE', 'Male'), ('UNDIFFERENTIAL', 'Undifferentiated'), ('UNKNOWN', 'Unknown'), ('NASK', 'Not asked'), ('NAV', 'Not available'), ('NEUTERED_FEMALE', 'Neutered female (animal)'), ('NEUTERED_MALE', 'Neutered male (animal)'), ('*', 'Any sex')], max_length=50), blank=True, default=list, size=None, verbose_name='sex of the participants')),
                ('age_low', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='lowest age')),
                ('age_high', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='highest age')),
                ('age_unit', models.CharField(blank=True, choices=[('DAY', 'Day'), ('WEEK', 'Week'), ('MONTH', 'Month'), ('YEAR', 'Year')], max_length=10, verbose_name='unit of the ages')),
                ('number_of_subjects', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of participants')),
                ('external_references', models.ManyToManyField(blank=True, to='biobanks.externalreference', verbose_name='references in other systems')),
            ],
            options={
                'verbose_name': 'study',
                'verbose_name_plural': 'studies',
                'ordering': ['title'],
            },
        ),
        migrations.AddField(
            model_name='collection',
            name='studies',
            field=models.ManyToManyField(blank=True, related_name='collections', to='biobanks.study', verbose_name='studies'),
        ),
        migrations.AddConstraint(
            model_name='disease',
            constraint=models.CheckConstraint(condition=models.Q(('system__in', ['icd10', 'orpha', 'any'])), name='biobanks_disease_system'),
        ),
        migrations.AddConstraint(
            model_name='collectionfact',
            constraint=models.CheckConstraint(condition=models.Q(('identifier__regex', '^bbmri-(eric|be):factID:[A-Z]{2,4}_[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*$')), name='biobanks_collectionfact_identifier', violation_error_message='The identifier does not look like bbmri-eric:factID:BE_name.'),
        ),
        migrations.AddConstraint(
            model_name='collectionfact',
            constraint=models.CheckConstraint(condition=models.Q(('sex__in', ['FEMALE', 'MALE', 'UNDIFFERENTIAL', 'UNKNOWN', 'NASK', 'NAV', 'NEUTERED_FEMALE', 'NEUTERED_MALE', '*', ''])), name='biobanks_collectionfact_sex'),
        ),
        migrations.AddConstraint(
            model_name='collectionfact',
            constraint=models.CheckConstraint(condition=models.Q(('age_range__in', ['Newborn', 'Infant', 'Child', 'Adolescent', 'Young Adult', 'Adult', 'Middle-aged', 'Aged (65-79 years)', 'Aged (>80 years)', 'Unknown', 'Undefined', '*', ''])), name='biobanks_collectionfact_age_range'),
        ),
        migrations.AddConstraint(
            model_name='collectionfact',
            constraint=models.CheckConstraint(condition=models.Q(('material__in', ['WHOLE_BLOOD', 'SERUM', 'PLASMA', 'BUFFY_COAT', 'PERIPHERAL_BLOOD_CELLS', 'DNA', 'RNA', 'CDNA', 'MICRO_RNA', 'TISSUE_FROZEN', 'TISSUE_PARAFFIN_EMBEDDED', 'TISSUE_STAINED', 'CELL_LINES', 'URINE', 'SALIVA', 'FECES', 'NASAL_SWAB', 'THROAT_SWAB', 'PATHOGEN', 'OTHER', 'NAV', '*', ''])), name='biobanks_collectionfact_material'),
        ),
        migrations.AddConstraint(
            model_name='collectiondiagnosis',
            constraint=models.UniqueConstraint(fields=('collection', 'disease'), name='biobanks_collectiondiagnosis_once'),
        ),
        migrations.AddConstraint(
            model_name='collectiondiagnosis',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['biobank', 'directory', 'public-page', 'node'])), name='biobanks_collectiondiagnosis_origin'),
        ),
        migrations.AddConstraint(
            model_name='diseasemapping',
            constraint=models.UniqueConstraint(fields=('orpha', 'icd10', 'kind'), name='biobanks_diseasemapping_once'),
        ),
        migrations.AddConstraint(
            model_name='diseasemapping',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['exact', 'broader', 'narrower'])), name='biobanks_diseasemapping_kind'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn', ''])), name='biobanks_network_publication'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['biobank', 'directory', 'public-page', 'node', ''])), name='biobanks_network_origin'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication', 'draft'), ('withdrawn_at', None)), models.Q(('publication', 'published'), ('published_at__isnull', False), ('withdrawn_at', None)), models.Q(('publication', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='biobanks_network_publication_dates', violation_error_message='A published entry needs its date of publication, a withdrawn one its date of withdrawal, and no other state has that.'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='biobanks_network_coordinates', violation_error_message='Latitude (-90 to 90) and longitude (-180 to 180) go together.'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('identifier__regex', '^bbmri-(eric|be):networkID:[A-Z]{2,4}_[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*$')), name='biobanks_network_identifier', violation_error_message='The identifier does not look like bbmri-eric:networkID:BE_name.'),
        ),
        migrations.AddConstraint(
            model_name='network',
            constraint=models.CheckConstraint(condition=models.Q(('shared_elements__contained_by', ['representation', 'data_access_policy', 'focus', 'image_access_policy', 'mta', 'sample_access_policy', 'sops', 'image_mta', 'url', 'charter'])), name='biobanks_network_shared_elements'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn', ''])), name='biobanks_biobank_publication'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['biobank', 'directory', 'public-page', 'node', ''])), name='biobanks_biobank_origin'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication', 'draft'), ('withdrawn_at', None)), models.Q(('publication', 'published'), ('published_at__isnull', False), ('withdrawn_at', None)), models.Q(('publication', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='biobanks_biobank_publication_dates', violation_error_message='A published entry needs its date of publication, a withdrawn one its date of withdrawal, and no other state has that.'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='biobanks_biobank_coordinates', violation_error_message='Latitude (-90 to 90) and longitude (-180 to 180) go together.'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.CheckConstraint(condition=models.Q(('identifier__regex', '^bbmri-(eric|be):ID:[A-Z]{2,4}_[A-Za-z0-9_-]+$')), name='biobanks_biobank_identifier', violation_error_message='The identifier does not look like bbmri-eric:ID:BE_name.'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.CheckConstraint(condition=models.Q(('province__in', ['BE-VAN', 'BE-BRU', 'BE-VOV', 'BE-VBR', 'BE-WHT', 'BE-WLG', 'BE-VLI', 'BE-WLX', 'BE-WNA', 'BE-WBR', 'BE-VWV', ''])), name='biobanks_biobank_province'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.CheckConstraint(condition=models.Q(('country__in', ['AT', 'AU', 'BE', 'BG', 'CA', 'CH', 'CY', 'CZ', 'DE', 'EE', 'ES', 'EU', 'FI', 'FR', 'GR', 'HU', 'IL', 'IT', 'LT', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'QA', 'RU', 'SE', 'SI', 'SK', 'TR', 'UG', 'UK', 'US', 'VN', ''])), name='biobanks_biobank_country'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.CheckConstraint(condition=models.Q(('famhp_number', ''), ('famhp_number__regex', '^BB[0-9]{6}$'), _connector='OR'), name='biobanks_biobank_famhp_number'),
        ),
        migrations.AddConstraint(
            model_name='biobank',
            constraint=models.UniqueConstraint(condition=models.Q(('famhp_number', ''), _negated=True), fields=('famhp_number',), name='biobanks_biobank_famhp_number_unique', violation_error_message='Another biobank has this FAMHP number.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('identifier__regex', '^bbmri-(eric|be):serviceID:[A-Z]{2,4}_[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*$')), name='biobanks_service_identifier', violation_error_message='The identifier does not look like bbmri-eric:serviceID:BE_name.'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('types__contained_by', ['sample-collection', 'sample-processing', 'sample-storage', 'sample-quality-control', 'sample-data-management', 'nucleic-acid-extraction', 'informed-consent-management', 'ethics-proposal-review', 'otherBiobankingElsiServices', 'sequencing', 'genomic-annotation', 'tissue-culture', 'animal-model-development', 'cell-line-development', 'biostatistic-services', 'peptide-carbohydrate-lipid-analytics', 'assay-development', 'microbiome-analysis', 'biomarker-discovery', 'toxicology-testing', 'protein-analytics', 'functional-and-system-analytics', 'protein-purification', 'clinical-chemistry-services', 'pharmacokinetic-pharmacodynamic-services', 'otherSampleBioanalyticalServices', 'MRI-CT-Imaging', 'PET-Scans', 'Microscopy-Techniques', 'Live-Cell-Imaging', 'Histology-Tissue-Analysis', 'Diagnostic-Imaging-Service', 'otherPathologyImagingServices', 'data-analysis', 'software-development', 'algorithm-design', 'genomics-analysis', 'proteomics-analysis', 'transcriptomics-analysis', 'metabolomics-analysis', 'lipidomics-analysis', 'ai-consulting', 'Bioimage-analysis', 'BigDataManagement', 'ComputingServices', 'otherBioinformaticsDataScienceServices', 'CertificationPrograms', 'StrategicPlanningforClinicalStudies', 'CollaborationNetworkingMulticentricStudies', 'ScientificAdvisoryClinicalStudies', 'TrainingResourceLabProtocols', 'ConsultationProtocolDevelopment', 'otherConsultingTrainingEducationServices', 'BehavioralScience', 'BrainNeurologicalResearch', 'CancerResearch', 'EpidemiologyInfectiousDiseaseResearch', 'MicrobiomeStudies', 'PediatricResearch', 'RareDiseaseResearch', 'PathologySupport', 'OtherResearchDomains'])), name='biobanks_service_types'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.CheckConstraint(condition=models.Q(('technology_readiness__in', ['TRL-1', 'TRL-2', 'TRL-3', 'TRL-4', 'TRL-5', 'TRL-6', 'TRL-7', 'TRL-8', 'TRL-9', ''])), name='biobanks_service_technology_readiness'),
        ),
        migrations.AddConstraint(
            model_name='service',
            constraint=models.UniqueConstraint(fields=('biobank', 'name'), name='biobanks_service_name_in_biobank'),
        ),
        migrations.AddConstraint(
            model_name='qualitymark',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('biobank__isnull', False), ('collection', None), ('service', None)), models.Q(('biobank', None), ('collection__isnull', False), ('service', None)), models.Q(('biobank', None), ('collection', None), ('service__isnull', False)), _connector='OR'), name='biobanks_qualitymark_one_owner', violation_error_message='A quality mark belongs to a biobank, a collection or a service.'),
        ),
        migrations.AddConstraint(
            model_name='qualitymark',
            constraint=models.CheckConstraint(condition=models.Q(('standard__in', ['cen-ts-16826-1-2015', 'cen-ts-16826-2-2015', 'cen-ts-16827-1-2015', 'cen-ts-16827-2-2015', 'cen-ts-16827-3-2015', 'cen-ts-16835-1-2015', 'cen-ts-16835-2-2015', 'cen-ts-16835-3-2015', 'cen-ts-16945-2016', 'iso-20166-1', 'iso-20166-2', 'iso-20166-3', 'iso-20184-1', 'iso-20184-2', 'iso-20184-3', 'iso-20186-1', 'iso-20186-1-EPND', 'iso-20186-2', 'iso-20186-2-EPND', 'iso-20186-3', 'iso-fdis-20387', 'iso-23118-2021', 'iso-15189-2012', 'iso-15189-2014', 'iso-15189-2022', 'iso-15190-2020', 'iso-17020-2012', 'iso-17025-2017', 'iso-17025-2018', 'iso-17034-2016', 'iso-17043-2010', 'ISO-20387-2018', 'iso-21899-2020', 'iso-27001-2013', 'iso-27001-2022', 'iso-9001', 'iso-15189', 'iso-15190', 'iso-17025', 'nfs96-900', 'oecd-guidelines', 'oeci_accreditation', 'others'])), name='biobanks_qualitymark_standard'),
        ),
        migrations.AddConstraint(
            model_name='qualitymark',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['eric', 'accredited'])), name='biobanks_qualitymark_level'),
        ),
        migrations.AddConstraint(
            model_name='qualitymark',
            constraint=models.UniqueConstraint(fields=('biobank', 'collection', 'service', 'standard'), name='biobanks_qualitymark_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='study',
            constraint=models.CheckConstraint(condition=models.Q(('identifier__regex', '^bbmri-(eric|be):studyID:[A-Z]{2,4}_[A-Za-z0-9_-]+(:[A-Za-z0-9_-]+)*$')), name='biobanks_study_identifier', violation_error_message='The identifier does not look like bbmri-eric:studyID:BE_name.'),
        ),
        migrations.AddConstraint(
            model_name='study',
            constraint=models.CheckConstraint(condition=models.Q(('sex__contained_by', ['FEMALE', 'MALE', 'UNDIFFERENTIAL', 'UNKNOWN', 'NASK', 'NAV', 'NEUTERED_FEMALE', 'NEUTERED_MALE', '*'])), name='biobanks_study_sex'),
        ),
        migrations.AddConstraint(
            model_name='study',
            constraint=models.CheckConstraint(condition=models.Q(('age_unit__in', ['DAY', 'WEEK', 'MONTH', 'YEAR', ''])), name='biobanks_study_age_unit'),
        ),
        migrations.AddConstraint(
            model_name='study',
            constraint=models.CheckConstraint(condition=models.Q(('age_low__isnull', True), ('age_high__isnull', True), ('age_low__lte', models.F('age_high')), _connector='OR'), name='biobanks_study_age_order', violation_error_message='The lowest age is above the highest.'),
        ),
        migrations.AddConstraint(
            model_name='study',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('age_high__isnull', True), ('age_low__isnull', True)), models.Q(('age_unit', ''), _negated=True), _connector='OR'), name='biobanks_study_age_unit_given', violation_error_message='An age needs a unit.'),
        ),
        migrations.AddIndex(
            model_name='collection',
            index=django.contrib.postgres.indexes.GinIndex(fields=['materials'], name='biobanks_collection_materials'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('publication__in', ['draft', 'published', 'withdrawn', ''])), name='biobanks_collection_publication'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('origin__in', ['biobank', 'directory', 'public-page', 'node', ''])), name='biobanks_collection_origin'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('publication', 'draft'), ('withdrawn_at', None)), models.Q(('publication', 'published'), ('published_at__isnull', False), ('withdrawn_at', None)), models.Q(('publication', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='biobanks_collection_publication_dates', violation_error_message='A published entry needs its date of publication, a withdrawn one its date of withdrawal, and no other state has that.'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='biobanks_collection_coordinates', violation_error_message='Latitude (-90 to 90) and longitude (-180 to 180) go together.'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('age_low__isnull', True), ('age_high__isnull', True), ('age_low__lte', models.F('age_high')), _connector='OR'), name='biobanks_collection_age_order', violation_error_message='The lowest age is above the highest.'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('age_high__isnull', True), ('age_low__isnull', True)), models.Q(('age_unit', ''), _negated=True), _connector='OR'), name='biobanks_collection_age_unit_given', violation_error_message='An age needs a unit.'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('order_of_magnitude__isnull', True), ('order_of_magnitude__in', [0, 1, 2, 3, 4, 5, 6, 7, 8]), _connector='OR'), name='biobanks_collection_order_of_magnitude'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('size__isnull', True), ('order_of_magnitude__isnull', True), models.Q(models.Q(('order_of_magnitude', 0), ('size__gte', django.db.models.functions.math.Power(10, models.F('order_of_magnitude'))), _connector='OR'), ('size__lte', django.db.models.functions.math.Power(10, django.db.models.expressions.CombinedExpression(models.F('order_of_magnitude'), '+', models.Value(1))))), _connector='OR'), name='biobanks_collection_size_in_magnitude', violation_error_message='The number lies outside its order of magnitude.'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('order_of_magnitude_donors__isnull', True), ('order_of_magnitude_donors__in', [0, 1, 2, 3, 4, 5, 6, 7, 8]), _connector='OR'), name='biobanks_collection_order_of_magnitude_donors'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('number_of_donors__isnull', True), ('order_of_magnitude_donors__isnull', True), models.Q(models.Q(('order_of_magnitude_donors', 0), ('number_of_donors__gte', django.db.models.functions.math.Power(10, models.F('order_of_magnitude_donors'))), _connector='OR'), ('number_of_donors__lte', django.db.models.functions.math.Power(10, django.db.models.expressions.CombinedExpression(models.F('order_of_magnitude_donors'), '+', models.Value(1))))), _connector='OR'), name='biobanks_collection_number_of_donors_in_magnitude', violation_error_message='The number lies outside its order of magnitude.'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('identifier__regex', '^bbmri-(eric|be):ID:[A-Z]{2,4}_[A-Za-z0-9_-]+:collection(:[A-Za-z0-9_-]+)+$')), name='biobanks_collection_identifier', violation_error_message='The identifier does not look like bbmri-eric:ID:BE_name.'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('country__in', ['AT', 'AU', 'BE', 'BG', 'CA', 'CH', 'CY', 'CZ', 'DE', 'EE', 'ES', 'EU', 'FI', 'FR', 'GR', 'HU', 'IL', 'IT', 'LT', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'QA', 'RU', 'SE', 'SI', 'SK', 'TR', 'UG', 'UK', 'US', 'VN', ''])), name='biobanks_collection_country'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('age_unit__in', ['DAY', 'WEEK', 'MONTH', 'YEAR', ''])), name='biobanks_collection_age_unit'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('types__contained_by', ['BIRTH_COHORT', 'CASE_CONTROL', 'COHORT', 'CROSS_SECTIONAL', 'DISEASE_SPECIFIC', 'HOSPITAL', 'IMAGE', 'LONGITUDINAL', 'NON_HUMAN', 'POPULATION_BASED', 'PROSPECTIVE_COLLECTION', 'QUALITY_CONTROL', 'RD', 'SAMPLE', 'TWIN_STUDY', 'OTHER'])), name='biobanks_collection_types'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('data_categories__contained_by', ['ANTIBODIES', 'BIOLOGICAL_SAMPLES', 'BLOOD', 'CT', 'CLINICAL_SYMPTOMS', 'DiseaseDuration', 'GENEALOGICAL_RECORDS', 'IMAGING_DATA', 'MEDICAL_RECORDS', 'NATIONAL_REGISTRIES', 'PHYSIOLOGICAL_BIOCHEMICAL_MEASUREMENTS', 'SURVEY_DATA', 'TREATMENT_PROTOCOL', 'OTHER', 'NAV'])), name='biobanks_collection_data_categories'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('sex__contained_by', ['FEMALE', 'MALE', 'UNDIFFERENTIAL', 'UNKNOWN', 'NASK', 'NAV', 'NEUTERED_FEMALE', 'NEUTERED_MALE', '*'])), name='biobanks_collection_sex'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('materials__contained_by', ['WHOLE_BLOOD', 'SERUM', 'PLASMA', 'BUFFY_COAT', 'PERIPHERAL_BLOOD_CELLS', 'DNA', 'RNA', 'CDNA', 'MICRO_RNA', 'TISSUE_FROZEN', 'TISSUE_PARAFFIN_EMBEDDED', 'TISSUE_STAINED', 'CELL_LINES', 'URINE', 'SALIVA', 'FECES', 'NASAL_SWAB', 'THROAT_SWAB', 'PATHOGEN', 'OTHER', 'NAV', '*'])), name='biobanks_collection_materials'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('storage_temperatures__contained_by', ['temperatureRoom', 'temperature2to10', 'temperature-18to-35', 'temperature-60to-85', 'temperatureLN', 'temperatureOther'])), name='biobanks_collection_storage_temperatures'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('data_use__contained_by', ['DUO_0000001', 'DUO_0000002', 'DUO_0000003', 'DUO_0000004', 'DUO_0000005', 'DUO_0000006', 'DUO_0000007', 'DUO_0000011', 'DUO_0000012', 'DUO_0000014', 'DUO_0000015', 'DUO_0000016', 'DUO_0000017', 'DUO_0000018', 'DUO_0000019', 'DUO_0000020', 'DUO_0000021', 'DUO_0000022', 'DUO_0000024', 'DUO_0000025', 'DUO_0000026', 'DUO_0000027', 'DUO_0000028', 'DUO_0000029', 'DUO_0000031', 'DUO_0000032', 'DUO_0000033', 'DUO_0000034', 'DUO_0000035', 'DUO_0000036', 'DUO_0000037', 'DUO_0000038', 'DUO_0000039', 'DUO_0000040', 'DUO_0000042', 'OBI_0000066'])), name='biobanks_collection_data_use'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('access_fee__contained_by', ['data', 'images', 'samples'])), name='biobanks_collection_access_fee'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('access_joint_project__contained_by', ['data', 'images', 'samples'])), name='biobanks_collection_access_joint_project'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('procedures__contained_by', ['data_processing_sop', 'data_storage_sop', 'data_transport_sop', 'sample_processing_sop', 'sample_storage_sop', 'sample_transport_sop'])), name='biobanks_collection_procedures'),
        ),
        migrations.AddConstraint(
            model_name='collection',
            constraint=models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('pk')), _negated=True), _connector='OR'), name='biobanks_collection_not_its_own_parent', violation_error_message='A collection cannot be a part of itself.'),
        ),
    ]
