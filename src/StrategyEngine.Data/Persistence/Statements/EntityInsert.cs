using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Statements;

/// <summary>The INSERT of a new entity without the change tracker, whose interceptors it does not pass. Thread-safe.</summary>
/// <remarks>
/// Gives what <see cref="RecordKeepingInterceptor"/> would: timestamps and version. For entities that are not audited and have neither
/// amounts nor blind indexes.
/// </remarks>
/// <typeparam name="T">The entity type.</typeparam>
internal sealed class EntityInsert<T>
    where T : class
{
    private readonly ModelStatement _statement = new(sql => sql.Insert<T>());

    /// <summary>Writes one.</summary>
    /// <param name="open">Where.</param>
    /// <param name="entity">The entity, with its id.</param>
    /// <param name="now">When it is created.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<int> ExecuteAsync(OpenContext open, T entity, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var properties = open.Write(_statement).Properties;
        var values = new (string, object?)[properties.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = (properties[i].Name, Value(properties[i], entity, now));
        return _statement.ExecuteAsync(open, cancellationToken, values);
    }

    private static object? Value(IProperty property, T entity, DateTimeOffset now) => property.Name switch
    {
        nameof(ITimestamped.CreatedAt) or nameof(ITimestamped.UpdatedAt) when entity is ITimestamped => now,
        nameof(IVersioned.Version) when entity is IVersioned => 1L,
        _ => property.GetGetter().GetClrValue(entity),
    };
}
