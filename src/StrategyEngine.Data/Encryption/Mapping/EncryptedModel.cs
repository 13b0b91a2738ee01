using System.Collections.Frozen;
using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>The encrypted properties of a finished model. Immutable; one per model.</summary>
internal sealed class EncryptedModel
{
    private static readonly ConditionalWeakTable<IModel, EncryptedModel> Models = [];

    private readonly FrozenDictionary<IEntityType, EncryptedEntity> _entities;

    private EncryptedModel(IModel model)
    {
        Model = model;
        _entities = model.GetEntityTypes()
            .Select(entityType => new EncryptedEntity(entityType))
            .Where(entity => entity.HasEncryption)
            .ToFrozenDictionary(entity => entity.EntityType);
        Slot = _entities.Values.Select(entity => entity.Slot).FirstOrDefault(slot => slot is not null);
    }

    public IModel Model { get; }

    /// <summary>Where the ring of the model is found; null at design time, or if nothing is encrypted.</summary>
    public ModelSlot? Slot { get; }

    public bool IsEmpty => _entities.Count == 0;

    public IEnumerable<EncryptedEntity> Entities => _entities.Values;

    public static EncryptedModel Of(IModel model) => Models.GetValue(model, static model => new EncryptedModel(model));

    /// <summary>The hold that a ring has on the model.</summary>
    /// <exception cref="ObjectDisposedException">The ring is disposed, and has given the model away.</exception>
    public ModelLease LeaseOf(DataKeyRing ring) => Slot?.Holder is { } lease && lease.Ring == ring ? lease : throw RingModels.Disposed();

    public EncryptedEntity? Find(IEntityType entityType) => _entities.GetValueOrDefault(entityType);
}
