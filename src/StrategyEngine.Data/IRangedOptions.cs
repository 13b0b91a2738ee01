namespace StrategyEngine.Data;

/// <summary>Options that know their ranges.</summary>
internal interface IRangedOptions
{
    /// <summary>The code of the exception for options that are out of range.</summary>
    string Code { get; }

    /// <summary>Reports every option that is out of range.</summary>
    void Check(OptionRanges ranges);
}
