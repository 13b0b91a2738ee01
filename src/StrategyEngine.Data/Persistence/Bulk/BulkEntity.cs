using System.Data.Common;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

using StrategyEngine.Data.Auditing;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>How one entity type of a model is written in bulk. Thread-safe.</summary>
internal sealed class BulkEntity(
    IEntityType type, IReadOnlyList<BulkField> fields, BulkTarget target, EncryptedEntity? encrypted, IReadOnlyList<BulkKey> keys)
{
    private readonly int _version = fields.ToList().FindIndex(field => field.Stamp == BulkStamp.Version);

    public string Name => type.ClrType.Name;

    public BulkTarget Target => target;

    /// <summary>Tells and orders rows by their keys.</summary>
    public BulkKeyOrder Order { get; } = new(target.KeyLength);

    /// <summary>The model, if values of this type are encrypted.</summary>
    public EncryptedModel? Encryption => encrypted is null ? null : EncryptedModel.Of(type.Model);

    public bool IsAudited { get; } = typeof(IAudited).IsAssignableFrom(type.ClrType) && typeof(Entity).IsAssignableFrom(type.ClrType);

    /// <summary>Makes a new row of a record, or says why it cannot be stored.</summary>
    public BulkRow? Prepare(object record, DbContext context, DateTimeOffset now, out (string Field, string Reason) fault)
    {
        foreach (var key in keys)
            key.Give(record, context, now.ToUnixTimeMilliseconds());
        var (values, stored) = (new object?[fields.Count], new object?[fields.Count]);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Stamped(fields[i], now, 1) ?? fields[i].Get(record);
            if (fields[i].Rule.Fault(values[i]) is not { } reason)
                continue;
            fault = (fields[i].Rule.Field, reason);
            return null;
        }

        byte[]? rowKey = null;
        for (var i = 0; i < values.Length; i++)
        {
            try
            {
                stored[i] = fields[i]
                    .ToStored(
                        fields[i].Secret is { } secret && values[i] is { } value
                            ? secret.SealFor(value, rowKey ??= RowKey(values))
                            : values[i]);
            }
            catch (UnencodableValueException exception)
            {
                fault = (fields[i].Rule.Field, exception.Message);
                return null;
            }
        }

        fault = default;
        return new BulkRow(record, values, stored);
    }

    /// <summary>The values of a stored row.</summary>
    public object?[] Read(DbDataReader reader)
    {
        var values = new object?[fields.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = fields[i].ReadStored(reader);
        return values;
    }

    /// <summary>The key of a stored row, as <see cref="Order"/> finds it.</summary>
    public object?[] KeyOf(object?[] values)
    {
        var key = new object?[target.KeyLength];
        for (var i = 0; i < key.Length; i++)
            key[i] = fields[i].ToStored(values[i]);
        return key;
    }

    /// <summary>The fields that differ from the stored row; empty if none does.</summary>
    public List<int> Differences(BulkRow row, object?[] stored)
    {
        var differences = new List<int>();
        for (var i = target.KeyLength; i < fields.Count; i++)
        {
            if (fields[i].Stamp == BulkStamp.None && !fields[i].AreEqual(stored[i], row.Values[i]))
                differences.Add(i);
        }

        return differences;
    }

    /// <summary>The row that changes a stored one.</summary>
    public object?[] Update(BulkRow row, object?[] stored)
    {
        if (_version < 0)
            return row.Stored;
        var updated = (object?[])row.Stored.Clone();
        updated[_version] = fields[_version].ToStored((long)stored[_version]! + 1);
        return updated;
    }

    /// <summary>The entry of the audit trail for a new record.</summary>
    public AuditEntry Created(BulkRow row, DateTimeOffset now) =>
        AuditRecorder.Entry(
            (Entity)row.Record, AuditAction.Created, fields.Select((field, i) => (field.Property, (object?)null, row.Values[i])), now);

    /// <summary>The entry of the audit trail for a changed record.</summary>
    public AuditEntry Updated(BulkRow row, object?[] stored, IEnumerable<int> differences, DateTimeOffset now) =>
        AuditRecorder.Entry(
            (Entity)row.Record, AuditAction.Updated, differences.Select(i => (fields[i].Property, stored[i], row.Values[i])), now);

    private static object? Stamped(BulkField field, DateTimeOffset now, long version) => field.Stamp switch
    {
        BulkStamp.Created or BulkStamp.Updated => now,
        BulkStamp.Version => version,
        BulkStamp.CreatedBy or BulkStamp.UpdatedBy => AuditActor.Current,
        _ => null,
    };

    private byte[] RowKey(object?[] values)
    {
        for (var i = 0; i < target.KeyLength; i++)
        {
            if (!EntityRowKey.IsStoredAsItIs(fields[i].Property, values[i]!))
            {
                throw new UnencodableValueException(
                    new FieldLocation(type.ShortName(), fields[i].Property.Name),
                    "a secret is bound to it, and the key would be stored as another value than it has; normalise it before it is used");
            }
        }

        return EntityRowKey.Of(type.FindPrimaryKey()!, values.AsSpan(0, target.KeyLength)!);
    }
}
