using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class TradeConfiguration : IEntityTypeConfiguration<Trade>
{
    public void Configure(EntityTypeBuilder<Trade> builder)
    {
        builder.ToTable("trades");
        builder.Property(trade => trade.Currency).IsCurrency();
        builder.Property(trade => trade.Exchange).HasMaxLength(50);
        builder.Property(trade => trade.MissingRates).HasMaxLength(200);
        builder.Property(trade => trade.ExitReason).HasMaxLength(100);
        builder.Property(trade => trade.Tag).HasMaxLength(200);
        builder.Property(trade => trade.CreatedBy).HasMaxLength(200);
        builder.Property(trade => trade.UpdatedBy).HasMaxLength(200);
        builder.Property(trade => trade.Quantity).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.FilledQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(trade => trade.ExitQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(trade => trade.OpenQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(trade => trade.DustQuantity).HasForm(AmountForm.Price).HasRule(AmountRule.NotNegative);
        builder.Property(trade => trade.EntryPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.ExitPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.Fee).HasForm(AmountForm.Price);
        builder.Property(trade => trade.DecisionPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.SignalPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.HighestPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.LowestPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(trade => trade.Leverage).HasRule(AmountRule.Positive);
        builder.Ignore(trade => trade.Progress);
        builder.Ignore(trade => trade.DecisionSlippage);
        builder.Ignore(trade => trade.SignalSlippage);
        builder.Navigation(trade => trade.Executions).HasField("_executions");
        builder.HasOne(trade => trade.User)
            .WithMany(user => user.Trades)
            .HasForeignKey(trade => trade.UserId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(trade => trade.Asset)
            .WithMany(asset => asset.Trades)
            .HasForeignKey(trade => trade.AssetId)
            .OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne(trade => trade.Account).WithMany().HasForeignKey(trade => trade.AccountId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne(trade => trade.Run).WithMany().HasForeignKey(trade => trade.RunId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne(trade => trade.Strategy)
            .WithMany(strategy => strategy.Trades)
            .HasForeignKey(trade => trade.StrategyId)
            .OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne(trade => trade.Signal).WithMany().HasForeignKey(trade => trade.SignalId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Trade>().WithMany().HasForeignKey(trade => trade.ParentTradeId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasOne<Fill>().WithMany().HasForeignKey(trade => trade.OpeningFillId).OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(trade => new { trade.OpeningFillId, trade.Side }).IsUnique().HasFilter("opening_fill_id IS NOT NULL");
        builder.HasIndex(trade => new { trade.UserId, trade.StrategyId, trade.Status, trade.OpenedAt }, "idx_trade_search");
        builder.HasIndex(trade => new { trade.AccountId, trade.Status, trade.OpenedAt });
        builder.HasIndex(trade => new { trade.AccountId, trade.ClosedAt });
        builder.HasIndex(trade => new { trade.RunId, trade.ClosedAt });
        builder.HasIndex(trade => new { trade.StrategyId, trade.OpenedAt });
        builder.HasIndex(trade => trade.OpenedAt);
        builder.HasIndex(trade => trade.ClosedAt);
        builder.HasIndex(trade => trade.CreatedAt);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_trades_closed_at", "closed_at >= opened_at");
            table.HasCheckConstraint("ck_trades_duration_seconds", "duration_seconds >= 0");
        });
    }
}
