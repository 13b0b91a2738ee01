namespace StrategyEngine.Data.Benchmarks.Candles.Reading;

/// <summary>The ways of one query through EF Core.</summary>
internal enum EntityFrameworkReadForm
{
    /// <summary>Entities in a list.</summary>
    List,

    /// <summary>Entities one after the other.</summary>
    Stream,

    /// <summary>The same from a compiled query.</summary>
    CompiledStream,

    /// <summary>The same from an asynchronous one.</summary>
    CompiledAsyncStream,

    /// <summary>A compiled query that makes rows instead of entities.</summary>
    CompiledRowStream,
}
