"""The rights of one work and of a list: entity, plan, rollover, projects."""
