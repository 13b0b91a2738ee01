using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>The column of a blind index.</summary>
/// <param name="Sql">Its delimited name.</param>
/// <param name="Index">How its hashes are made.</param>
internal sealed record EncryptedTableIndex(string Sql, BlindIndexColumn Index);
