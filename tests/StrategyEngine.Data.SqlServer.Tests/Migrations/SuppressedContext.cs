using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Migrations;

/// <summary>A host's own context, whose migration has a statement that cannot run in a transaction.</summary>
public sealed class SuppressedContext(DbContextOptions<SuppressedContext> options) : DbContext(options)
{
    /// <summary>That statement, for the test that sets it.</summary>
    internal static AsyncLocal<string?> Statement { get; } = new();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
