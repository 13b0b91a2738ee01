using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>A context of which each ring sees the model it is first given: versions of one application on one database.</summary>
internal sealed class ShapedContext(DbContextOptions<ShapedContext> options, Action<ModelBuilder> shape) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyEncryptionTables();
        shape(modelBuilder);
    }
}
