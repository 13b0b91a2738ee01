using System.Text;

using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Persistence;

/// <summary>A column that a bulk write fills.</summary>
/// <param name="Name">Its name, quoted as the engine spells it.</param>
/// <param name="Mapping">How Entity Framework stores it. Values come to a <see cref="BulkTable"/> already converted: they are of
/// <see cref="Type"/>, or null.</param>
/// <param name="IsNullable">Whether it takes NULL.</param>
/// <param name="IsUpdated">Whether an update sets it: neither the key nor what is written once.</param>
public sealed record BulkColumn(string Name, RelationalTypeMapping Mapping, bool IsNullable, bool IsUpdated)
{
    /// <summary>The type of the values, without <see cref="Nullable{T}"/>.</summary>
    public Type Type { get; } = Stored(Mapping);

    private static Type Stored(RelationalTypeMapping mapping)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Only(
        builder, $"Name = {Name}, StoreType = {Mapping.StoreType}, Type = {Type}, IsNullable = {IsNullable}, IsUpdated = {IsUpdated}");
}
