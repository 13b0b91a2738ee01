namespace StrategyEngine.Data.Trading.Positions;

/// <summary>What a part of a fill does to a round trip.</summary>
internal enum FillRole
{
    /// <summary>Opens it or adds to it.</summary>
    Entry,

    /// <summary>Takes out of it or closes it.</summary>
    Exit,
}
