using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>The encrypted properties of an entity type, inherited ones too. Immutable.</summary>
internal sealed class EncryptedEntity
{
    public EncryptedEntity(IEntityType entityType)
    {
        EntityType = entityType;
        Properties = entityType.GetFlattenedProperties().Where(property => EncryptedProperties.Column(property) is not null).ToArray();
        Secrets = entityType.GetProperties()
            .Where(property => EncryptedProperties.Column(property) is ISecretColumn)
            .Select(property => (property, (ISecretColumn)EncryptedProperties.Column(property)!))
            .ToArray();
        Indexes = entityType.GetProperties()
            .Where(property => EncryptedProperties.Index(property) is not null)
            .Select(index => (EncryptedProperties.Source(index)!, index, EncryptedProperties.Index(index)!))
            .ToArray();
        Key = entityType.FindPrimaryKey();
        Slot = Properties.Select(property => EncryptedProperties.Column(property)!.Slot).FirstOrDefault(slot => slot is not null);
    }

    public IEntityType EntityType { get; }

    public IReadOnlyList<IProperty> Properties { get; }

    public IReadOnlyList<(IProperty Property, ISecretColumn Column)> Secrets { get; }

    public IReadOnlyList<(IProperty Source, IProperty Index, BlindIndexColumn Column)> Indexes { get; }

    public IKey? Key { get; }

    public ModelSlot? Slot { get; }

    public bool HasEncryption => Properties.Count > 0;

    /// <summary>Whether saving has something to do before Entity Framework converts the values.</summary>
    public bool NeedsStamp => Secrets.Count > 0 || Indexes.Count > 0;
}
