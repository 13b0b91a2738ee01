using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

using NUnit.Framework;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

public sealed class ModelLintTests
{
    [Test]
    public void The_model_breaks_no_rule_of_SQL_Server() => ModelLints.Find(OfflineModel.Tables()).Should().BeEmpty();

    [Test]
    public void Two_cascading_paths_to_a_table_are_found() => Found(model =>
    {
        model.Entity<Branch>().HasOne<Root>().WithMany().HasForeignKey(branch => branch.RootId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<Leaf>().HasOne<Root>().WithMany().HasForeignKey(leaf => leaf.RootId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<Leaf>().HasOne<Branch>().WithMany().HasForeignKey(leaf => leaf.BranchId).OnDelete(DeleteBehavior.Cascade);
    }).Should().ContainSingle(fault => fault.Contains("Root reaches Leaf on two paths"));

    [Test]
    public void A_cascade_that_comes_back_is_found() => Found(model =>
        model.Entity<Branch>().HasOne<Branch>().WithMany().HasForeignKey(branch => branch.RootId).OnDelete(DeleteBehavior.Cascade))
        .Should().ContainSingle(fault => fault.Contains("Branch reaches Branch on two paths"));

    [Test]
    public void One_cascading_path_and_one_without_are_allowed() => Found(model =>
    {
        model.Entity<Branch>().HasOne<Root>().WithMany().HasForeignKey(branch => branch.RootId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<Leaf>().HasOne<Root>().WithMany().HasForeignKey(leaf => leaf.RootId).OnDelete(DeleteBehavior.Cascade);
        model.Entity<Leaf>().HasOne<Branch>().WithMany().HasForeignKey(leaf => leaf.BranchId).OnDelete(DeleteBehavior.ClientNoAction);
    }).Should().BeEmpty();

    [Test]
    public void An_index_on_text_without_a_limit_is_found() => Found(model =>
    {
        model.Entity<Root>().Property(root => root.Text).HasColumnType("nvarchar(max)");
        model.Entity<Root>().HasIndex(root => root.Text);
    }).Should().ContainSingle(fault => fault.Contains("unlimited length"));

    [Test]
    public void An_index_that_is_too_long_is_found() => Found(model =>
    {
        model.Entity<Root>().Property(root => root.Text).HasMaxLength(851);
        model.Entity<Root>().HasIndex(root => root.Text);
    }).Should().ContainSingle(fault => fault.Contains("may take 1702 of 1700 bytes"));

    [Test]
    public void A_primary_key_that_is_too_long_is_found() => Found(model =>
    {
        model.Entity<Root>().Property(root => root.Text).HasMaxLength(440);
        model.Entity<Root>().HasKey(root => new { root.Id, root.RootId, root.Text });
    }).Should().ContainSingle(fault => fault.Contains("may take 912 of 900 bytes"));

    private static IReadOnlyList<string> Found(Action<ModelBuilder> build)
    {
        var options = new DbContextOptionsBuilder<FaultyContext>().UseSqlServer("Server=offline;Database=faulty")
            .EnableServiceProviderCaching(false);
        using var context = new FaultyContext(options.Options, build);
        return ModelLints.Find(context.GetService<IDesignTimeModel>().Model.GetRelationalModel());
    }

    private sealed class FaultyContext(DbContextOptions<FaultyContext> options, Action<ModelBuilder> build) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Root>().ToTable(nameof(Root));
            modelBuilder.Entity<Branch>().ToTable(nameof(Branch));
            modelBuilder.Entity<Leaf>().ToTable(nameof(Leaf));
            build(modelBuilder);
        }
    }

    private abstract class Row
    {
        public Guid Id { get; set; }

        public Guid RootId { get; set; }

        public Guid BranchId { get; set; }

        public string Text { get; set; } = "";
    }

    private sealed class Root : Row;

    private sealed class Branch : Row;

    private sealed class Leaf : Row;
}
