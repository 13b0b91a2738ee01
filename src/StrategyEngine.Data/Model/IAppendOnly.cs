namespace StrategyEngine.Data.Model;

/// <summary>A record that is added and never changed: saving a changed or deleted one is refused.</summary>
public interface IAppendOnly;
