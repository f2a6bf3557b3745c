"""Official papers as DOCX, for offices that go on in Word or WPS: the same description, fonts, grid and distances."""
