"""A made-up portfolio of six hundred projects, the same every time."""

from projects.demo.portfolio import DemoProject, demo_projects

__all__ = ["DemoProject", "demo_projects"]
