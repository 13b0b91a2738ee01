namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>The ways of COPY.</summary>
internal enum CopyForm
{
    /// <summary>Binary, written synchronously.</summary>
    Binary,

    /// <summary>Binary, written asynchronously.</summary>
    BinaryAsync,

    /// <summary>Text.</summary>
    Text,
}
