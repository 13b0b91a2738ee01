using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace StrategyEngine.Data.Specifications;

/// <summary>
/// Records that the library keeps for itself. An application has no type for them, so a specification names them by their table.
/// </summary>
internal static class LibraryRecords
{
    /// <summary>Reads and tracks every record of a table; <c>entry.Property("Name").CurrentValue</c> reads and changes a value.</summary>
    public static async Task<IReadOnlyList<EntityEntry>> ReadAsync(DbContext context, string table)
    {
        var set = (IQueryable<object>)typeof(DbContext).GetMethod(nameof(DbContext.Set), Type.EmptyTypes)!
            .MakeGenericMethod(TypeOf(context, table)).Invoke(context, null)!;
        return (await set.ToListAsync()).ConvertAll(context.Entry);
    }

    /// <summary>A record that is not saved yet.</summary>
    public static object Create(DbContext context, string table, params (string Property, object Value)[] values)
    {
        var type = TypeOf(context, table);
        var record = Activator.CreateInstance(type)!;
        foreach (var (property, value) in values)
            type.GetProperty(property)!.SetValue(record, value);
        return record;
    }

    private static Type TypeOf(DbContext context, string table) =>
        context.Model.GetEntityTypes().Single(type => type.GetTableName() == table).ClrType;
}
