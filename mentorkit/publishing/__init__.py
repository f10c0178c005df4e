"""The playbook's site: pages, curriculum and public aggregates, built in a fresh folder and searched before it leaves."""
