using System.Linq.Expressions;
using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace StrategyEngine.Data.Persistence;

internal static class JsonPropertyBuilderExtensions
{
    /// <summary>Maps a JSON object as one text column; EF would take it for a navigation.</summary>
    public static PropertyBuilder<JsonObject?> JsonProperty<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, JsonObject?>> property)
        where TEntity : class
    {
        var mapped = builder.Property(property);
        mapped.Metadata.SetValueConverter(new JsonObjectConverter());
        mapped.Metadata.SetValueComparer(new JsonObjectComparer());
        return mapped;
    }
}
