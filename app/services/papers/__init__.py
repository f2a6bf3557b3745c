"""公文 from draft to done: what a paper says, its way, its number, its recipients, and the door of its audience."""
