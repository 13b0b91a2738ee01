using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Encryption.Mapping;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>An encrypted column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sql">Its delimited name.</param>
/// <param name="Property">The property it holds.</param>
/// <param name="Encrypted">How its values are sealed.</param>
/// <param name="Indexes">Its blind indexes.</param>
internal sealed record EncryptedTableColumn(
    string Name,
    string Sql,
    IProperty Property,
    EncryptedColumn Encrypted,
    IReadOnlyList<EncryptedTableIndex> Indexes);
