namespace StrategyEngine.Data.Specifications.Model;

public enum DeskMood
{
    Calm,
    Hectic,
}
