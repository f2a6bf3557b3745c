"""Finding: projects and everything else by what is typed, and the filters kept under a name."""
