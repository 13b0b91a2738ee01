namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>How far the columns of a model were compared with those that the database knows.</summary>
internal enum ModelCheck
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Compared, and found to belong together.</summary>
    Compared,

    /// <summary>Compared, and registered where they were new.</summary>
    Registered,
}
