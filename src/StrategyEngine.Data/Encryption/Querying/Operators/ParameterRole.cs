namespace StrategyEngine.Data.Encryption.Querying.Operators;

/// <summary>What an operator does with what is passed for one of its parameters.</summary>
internal enum ParameterRole
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>The sequence that the operator runs over.</summary>
    Source,

    /// <summary>A second sequence.</summary>
    OtherSource,

    /// <summary>A lambda or value that is computed with or compared.</summary>
    Computed,

    /// <summary>A lambda whose result only becomes a part of the result.</summary>
    Projected,

    /// <summary>A value that may become an element of the result.</summary>
    Element,

    /// <summary>A value that has nothing to do with the elements.</summary>
    Setting,
}
