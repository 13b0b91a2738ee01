using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// Maps the tables that encryption keeps beside the data, in the manner of an attribute: what the application configures wins.
/// </summary>
internal static class EncryptionTables
{
    private const int ContextLength = 400;
    private const int TableLength = 256;
    private const int ColumnLength = 128;

    public static void Map(IConventionModelBuilder model)
    {
        var key = Table(model, typeof(DataKey), "encryption_data_keys", nameof(DataKey.KeyId));
        Column(key, nameof(DataKey.KeyId), "key_id").ValueGenerated(ValueGenerated.Never, fromDataAnnotation: true);
        Text(key, nameof(DataKey.Purpose), "purpose", 32).IsUnicode(false, fromDataAnnotation: true);
        Column(key, nameof(DataKey.Generation), "generation");
        Text(key, nameof(DataKey.State), "state", 16).IsUnicode(false, fromDataAnnotation: true)!
            .HasConversion(
                new ValueConverter<DataKeyState, string>(state => DataKeyStateText.Write(state), text => DataKeyStateText.Read(text)),
                fromDataAnnotation: true);
        Column(key, nameof(DataKey.Wrapped), "wrapped");
        Column(key, nameof(DataKey.KekId), "kek_id");
        Text(key, nameof(DataKey.CheckValue), "check_value", 32);
        Column(key, nameof(DataKey.CreatedAt), "created_at");
        Column(key, nameof(DataKey.ActivatedAt), "activated_at");
        Column(key, nameof(DataKey.RetiredAt), "retired_at");

        key.HasIndex([nameof(DataKey.Purpose), nameof(DataKey.Generation)], "ux_encryption_data_keys_generation", fromDataAnnotation: true)!
            .IsUnique(true, fromDataAnnotation: true);

        // Settles the race for the first key.
        key.HasIndex([nameof(DataKey.Purpose)], "ux_encryption_data_keys_active", fromDataAnnotation: true)!
            .IsUnique(true, fromDataAnnotation: true)!
            .HasFilter("state = 'active'", fromDataAnnotation: true);

        var column = Table(model, typeof(EncryptionColumn), "encryption_columns", nameof(EncryptionColumn.Context));
        Text(column, nameof(EncryptionColumn.Context), "context", ContextLength);
        Text(column, nameof(EncryptionColumn.Table), "table_name", TableLength);
        Text(column, nameof(EncryptionColumn.Column), "column_name", ColumnLength);
        Text(column, nameof(EncryptionColumn.Canary), "canary", 2 * ContextLength);
        Column(column, nameof(EncryptionColumn.CreatedAt), "created_at");
        Column(column, nameof(EncryptionColumn.AdoptedAt), "adopted_at");

        var job = Table(model, typeof(EncryptionJob), "encryption_jobs", nameof(EncryptionJob.Table));
        Text(job, nameof(EncryptionJob.Table), "table_name", TableLength);
        Column(job, nameof(EncryptionJob.TargetKeyId), "target_key_id");
        Column(job, nameof(EncryptionJob.Cursor), "cursor");
        Column(job, nameof(EncryptionJob.Pass), "pass");
        Column(job, nameof(EncryptionJob.Scanned), "scanned");
        Column(job, nameof(EncryptionJob.Rewritten), "rewritten");
        Column(job, nameof(EncryptionJob.Conflicts), "conflicts");
        Column(job, nameof(EncryptionJob.Failed), "failed");
        Column(job, nameof(EncryptionJob.StartedAt), "started_at");
        Column(job, nameof(EncryptionJob.UpdatedAt), "updated_at");
        Column(job, nameof(EncryptionJob.CompletedAt), "completed_at");

        var lease = Table(model, typeof(EncryptionLease), "encryption_leases", nameof(EncryptionLease.Name));
        Text(lease, nameof(EncryptionLease.Name), "name", 64);
        Text(lease, nameof(EncryptionLease.Owner), "owner", 256);
        Column(lease, nameof(EncryptionLease.Until), "lease_until");
    }

    private static IConventionEntityTypeBuilder Table(IConventionModelBuilder model, Type type, string table, string key)
    {
        var entityType = model.Entity(type, fromDataAnnotation: true)!;
        entityType.ToTable(table, fromDataAnnotation: true);
        var property = entityType.Property(type.GetProperty(key)!, fromDataAnnotation: true)!.Metadata;
        entityType.PrimaryKey([property], fromDataAnnotation: true)!.HasName("pk_" + table, fromDataAnnotation: true);
        return entityType;
    }

    private static IConventionPropertyBuilder Column(IConventionEntityTypeBuilder entityType, string property, string column) =>
        entityType.Property(
            entityType.Metadata.ClrType.GetProperty(property)!, fromDataAnnotation: true)!.HasColumnName(column, fromDataAnnotation: true)!;

    private static IConventionPropertyBuilder Text(IConventionEntityTypeBuilder entityType, string property, string column, int length) =>
        Column(entityType, property, column).HasMaxLength(length, fromDataAnnotation: true)!;
}
