using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>The encrypted properties of a finished model. Immutable; one per model.</summary>
internal sealed class EncryptedModel
{
    private static readonly ConditionalWeakTable<IModel, EncryptedModel> s_models = [];

    private readonly FrozenDictionary<IEntityType, EncryptedEntity> _entities;

    private int _check;

    private EncryptedModel(IModel model)
    {
        Model = model;
        _entities = model.GetEntityTypes()
            .Select(entityType => new EncryptedEntity(entityType))
            .Where(entity => entity.HasEncryption)
            .ToFrozenDictionary(entity => entity.EntityType);
        Ring = _entities.Values.Select(entity => entity.Ring).FirstOrDefault(ring => ring is not null);
    }

    public IModel Model { get; }

    /// <summary>The ring of the model; <see langword="null"/> at design time, or if nothing is encrypted.</summary>
    public DataKeyRing? Ring { get; }

    /// <summary>How far the columns of the model were compared with those that the database knows.</summary>
    public ModelCheck Check
    {
        get => (ModelCheck)Volatile.Read(ref _check);
        set => Volatile.Write(ref _check, (int)value);
    }

    public bool IsEmpty => _entities.Count == 0;

    public IEnumerable<EncryptedEntity> Entities => _entities.Values;

    public static EncryptedModel Of(IModel model) => s_models.GetValue(model, static model => new EncryptedModel(model));

    public EncryptedEntity? Find(IEntityType entityType) => _entities.GetValueOrDefault(entityType);
}
