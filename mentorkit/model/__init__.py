"""What a programme, a cohort, a survey and a session are: values, checked when they are built."""
