-- How a simulated call is played, so that it is played so when it is taken up again: its breakpoints, and who answers.
-- JSON, SimulationPlaying of src/store/simulation-store.ts; absent: as a new one is.
alter table simulation add column playing text;
