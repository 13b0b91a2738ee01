namespace StrategyEngine.Data.Model;

/// <summary>What kind of client a session belongs to.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum SessionType
{
    /// <summary>A browser.</summary>
    Web,

    /// <summary>A mobile application.</summary>
    Mobile,

    /// <summary>A program.</summary>
    Api,

    /// <summary>A trading bot.</summary>
    Trading,
}
