using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

/// <summary>The host's tables as a scaffolded migration describes them: without conventions.</summary>
internal static class LedgerSnapshot
{
    public static void Apply(
        ModelBuilder modelBuilder,
        bool hasNote = false,
        bool accountIsRequired = true,
        int memoLength = 10,
        bool referenceIsUnique = true,
        bool hasArchive = false)
    {
        modelBuilder.Entity("LedgerEntry", entry =>
        {
            entry.Property<long>("Id").ValueGeneratedNever();
            entry.Property<string>("Account").IsRequired(accountIsRequired);
            entry.Property<string>("Memo").HasMaxLength(memoLength);
            entry.Property<string>("Reference").HasMaxLength(50);
            if (hasNote)
                entry.Property<string>("Note");
            entry.HasKey("Id").HasName("PK_ledger");
            if (referenceIsUnique)
                entry.HasIndex("Reference").IsUnique().HasDatabaseName("IX_ledger_Reference");
            entry.ToTable("ledger");
        });
        if (!hasArchive)
            return;
        modelBuilder.Entity("LedgerArchive", entry =>
        {
            entry.Property<long>("Id").ValueGeneratedNever();
            entry.HasKey("Id").HasName("PK_ledger_archive");
            entry.ToTable("ledger_archive");
        });
    }
}
