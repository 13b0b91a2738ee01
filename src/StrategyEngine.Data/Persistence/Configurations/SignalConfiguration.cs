using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Configurations;

internal sealed class SignalConfiguration : IEntityTypeConfiguration<Signal>
{
    public void Configure(EntityTypeBuilder<Signal> builder)
    {
        builder.ToTable("signals");
        builder.JsonProperty(signal => signal.Metadata);
        builder.Property(signal => signal.Timeframe).HasConversion(new TimeframeConverter()).HasMaxLength(3);
        builder.Property(signal => signal.CurrentPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(signal => signal.EntryPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(signal => signal.TargetPrice).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.Property(signal => signal.StopLoss).HasForm(AmountForm.Price).HasRule(AmountRule.Positive);
        builder.HasOne(signal => signal.User)
            .WithMany(user => user.Signals)
            .HasForeignKey(signal => signal.UserId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(signal => signal.Asset)
            .WithMany(asset => asset.Signals)
            .HasForeignKey(signal => signal.AssetId)
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(signal => signal.Strategy)
            .WithMany(strategy => strategy.Signals)
            .HasForeignKey(signal => signal.StrategyId)
            .OnDelete(DeleteBehavior.ClientNoAction);
        builder.HasIndex(signal => new { signal.AssetId, signal.IsActive, signal.CreatedAt }, "idx_signal_search");
        builder.HasIndex(signal => new { signal.AssetId, signal.KnownAt });
        builder.HasIndex(signal => signal.UserId);
        builder.HasIndex(signal => signal.SignalType);
        builder.HasIndex(signal => signal.IsActive);
        builder.HasIndex(signal => signal.ExpiresAt);
        builder.HasIndex(signal => signal.CreatedAt);
        builder.ToTable(table =>
        {
            table.HasCheckConstraint("ck_signals_confidence", "confidence BETWEEN 0 AND 1");
            table.HasCheckConstraint("ck_signals_risk_reward_ratio", "risk_reward_ratio >= 0");
        });
    }
}
