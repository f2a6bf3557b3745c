"""The tab 招商档案: the list of projects and the dossier beside it."""
