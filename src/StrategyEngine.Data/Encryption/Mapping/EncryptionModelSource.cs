using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Encryption.Mapping;

/// <summary>Keeps the models of a key ring with the ring instead of in the cache that all contexts share.</summary>
/// <remarks>
/// That cache holds about a hundred models and then builds them anew for every context; and it would keep a ring alive that nobody
/// uses any more.
/// </remarks>
internal sealed class EncryptionModelSource(ModelSourceDependencies dependencies) : ModelSource(dependencies)
{
    private readonly ConditionalWeakTable<DataKeyRing, ConcurrentDictionary<object, Lazy<IModel>>> _models = [];

    public override IModel GetModel(DbContext context, ModelCreationDependencies modelCreationDependencies, bool designTime)
    {
        if (context.GetService<IDbContextOptions>().FindExtension<EncryptionOptionsExtension>()?.Ring is not { } ring)
            return base.GetModel(context, modelCreationDependencies, designTime);

        var models = _models.GetValue(ring, static _ => new ConcurrentDictionary<object, Lazy<IModel>>());
        var key = Dependencies.ModelCacheKeyFactory.Create(context, designTime);
        var model = models.GetOrAdd(key, _ => new Lazy<IModel>(() => Build(context, modelCreationDependencies, designTime)));
        try
        {
            return model.Value;
        }
        catch
        {
            // A model that failed is tried again, for another context may be configured better.
            models.TryRemove(new KeyValuePair<object, Lazy<IModel>>(key, model));
            throw;
        }
    }

    private IModel Build(DbContext context, ModelCreationDependencies dependencies, bool designTime) =>
        dependencies.ModelRuntimeInitializer.Initialize(
            CreateModel(context, dependencies.ConventionSetBuilder, dependencies.ModelDependencies),
            designTime,
            dependencies.ValidationLogger);
}
