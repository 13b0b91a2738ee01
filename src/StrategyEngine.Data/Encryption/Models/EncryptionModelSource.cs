using System.Collections.Concurrent;
using System.Reflection;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>
/// Gives each key ring models of its own, out of a <see cref="ModelPool"/>, instead of those in the cache that all contexts share.
/// </summary>
/// <remarks>
/// <para>Two rings that are in use at the same time never share a model, since its converters use the keys of one of them. A context with a
/// ring that was disposed gets none.</para>
/// <para>A model is pooled if nothing in the context's class lets it differ from one instance to the next, or if the host says by an
/// <see cref="IModelCacheKeyFactory"/> of its own which models are alike. Else each ring builds its own.</para>
/// </remarks>
internal sealed class EncryptionModelSource(ModelSourceDependencies dependencies) : ModelSource(dependencies)
{
    private static readonly ConcurrentDictionary<Type, bool> StateKeepers = new();

    private readonly bool _hasHostKeys = dependencies.ModelCacheKeyFactory.GetType() != typeof(ModelCacheKeyFactory);

    /// <summary>The models that wait for a ring.</summary>
    public ModelPool Pool { get; } = new();

    public override IModel GetModel(DbContext context, ModelCreationDependencies modelCreationDependencies, bool designTime)
    {
        var options = context.GetService<IDbContextOptions>();
        if (options.FindExtension<EncryptionOptionsExtension>() is not { Ring: { } ring } extension)
            return base.GetModel(context, modelCreationDependencies, designTime);

        var shape = options.Extensions.OfType<IModelShape>().FirstOrDefault()?.Shape;
        var key = new ModelKey(Dependencies.ModelCacheKeyFactory.Create(context, designTime: false), extension.WithTables, shape);
        var pool = _hasHostKeys || !StateKeepers.GetOrAdd(context.GetType(), KeepsState) ? Pool : null;
        var model = ring.Models.Get(ring, this, pool, key, () => Build(context, modelCreationDependencies));
        return designTime ? model.DesignTime : model.Runtime;
    }

    private static bool KeepsState(Type type)
    {
        for (var part = type; part is not null && part != typeof(DbContext); part = part.BaseType)
        {
            if (part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Any(field => !IsSet(field.FieldType)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSet(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(DbSet<>);

    // The model at design time holds the one for use: both come of one building, as in Entity Framework's own source.
    private ModelSlot Build(DbContext context, ModelCreationDependencies dependencies)
    {
        var model = CreateModel(context, dependencies.ConventionSetBuilder, dependencies.ModelDependencies);
        var whole = dependencies.ModelRuntimeInitializer.Initialize(model, designTime: true, dependencies.ValidationLogger);
        var runtime = dependencies.ModelRuntimeInitializer.Initialize(whole, designTime: false, dependencies.ValidationLogger);
        var slot = EncryptedModel.Of(runtime).Slot ?? new ModelSlot();
        slot.Model = new BuiltModel(runtime, whole);
        return slot;
    }
}
