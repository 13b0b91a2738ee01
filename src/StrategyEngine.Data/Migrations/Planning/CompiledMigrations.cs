using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>The migrations compiled into the application for one context, and the SQL that EF makes of them.</summary>
/// <remarks>Uses EF's generators only: its own executor is unsafe when several processes start together or one is killed.</remarks>
internal sealed class CompiledMigrations
{
    private readonly IMigrationsAssembly _assembly;
    private readonly MigrationSession _session;
    private readonly Dictionary<string, Migration> _instances = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _hashes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IModel> _models = new(StringComparer.OrdinalIgnoreCase);

    public CompiledMigrations(DbContext context, MigrationSession session)
    {
        Context = context;
        _session = session;
        _assembly = context.GetService<IMigrationsAssembly>();
        Ids = [.. _assembly.Migrations.Keys.Order(StringComparer.OrdinalIgnoreCase)];
        var options = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>());
        var table = options.MigrationsHistoryTableName ?? HistoryRepository.DefaultTableName;
        HistoryTable = options.MigrationsHistoryTableSchema is { } schema ? $"{schema}.{table}" : table;
    }

    public DbContext Context { get; }

    /// <summary>Every id, oldest first.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The name of EF's history table, by which several contexts in one database are told apart.</summary>
    public string HistoryTable { get; }

    public static string EntityFrameworkVersion => ProductInfo.GetVersion();

    public string HistoryTableScript => History.GetCreateIfNotExistsScript();

    public ISqlGenerationHelper Sql => Context.GetService<ISqlGenerationHelper>();

    private IHistoryRepository History => Context.GetService<IHistoryRepository>();

    /// <summary>Whether the application has the migration.</summary>
    public bool Knows(string id) => _assembly.Migrations.ContainsKey(id);

    /// <summary>Finds a migration by id or name, or returns null.</summary>
    public string? Find(string idOrName) => _assembly.FindMigrationId(idOrName);

    /// <summary>The same, or an exception that lists what there is.</summary>
    public string Require(string idOrName) => Find(idOrName)
        ?? throw new MigrationTargetException($"The application has no migration {idOrName}. It has {string.Join(", ", Ids)}.");

    public string InsertInto(string id) => History.GetInsertScript(new HistoryRow(id, EntityFrameworkVersion));

    public string OperationsHash(string id)
    {
        _ = Instance(id);
        return _hashes[id];
    }

    /// <summary>Whether a migration that is made again has the same operations.</summary>
    public bool IsDeterministic(string id) => CanonicalOperations.Hash(Create(id).UpOperations) == OperationsHash(id);

    /// <summary>The commands that apply a migration.</summary>
    public PlannedMigration Up(string id)
    {
        var operations = Instance(id).UpOperations;
        var commands = Generate(operations, Model(id));
        return new PlannedMigration(
            id, MigrationDirection.Up, operations, Executed(commands), InsertInto(id), HashOf(commands), OperationsHash(id), DownSql(id),
            BreaksReferences(operations, commands));
    }

    /// <summary>The commands that revert a migration: of the application or, for one that it does not know, of the journal.</summary>
    public PlannedMigration Down(string id, IReadOnlyList<MigrationJournalEntry> journal)
    {
        var delete = History.GetDeleteScript(id);
        if (!Knows(id))
        {
            var commands = journal.LastOrDefault(entry => entry.MigrationId == id && entry.DownSql is not null)?.DownSql is { } text
                ? StoredCommands.Read(text)
                : null;
            if (commands is null)
            {
                throw new MigrationRollbackException(
                    $"This application does not know {id}, and the journal does not hold how to revert it. Run the version of the "
                    + $"application that has it, or restore a backup.");
            }

            return new PlannedMigration(
                id, MigrationDirection.Down, [], commands, delete, StoredCommands.Hash(commands.Select(command => command.Sql)), null, null,
                MayBreakReferences: true);
        }

        if (DownOperations(id) is not { } operations)
        {
            throw new MigrationRollbackException(
                $"{id} has no Down method, so it cannot be reverted. Write one, or restore a backup from before it was applied.");
        }

        var generated = Generate(operations, ModelBefore(id));
        return new PlannedMigration(
            id, MigrationDirection.Down, operations, Executed(generated), delete, HashOf(generated), OperationsHash(id), null,
            BreaksReferences(operations, generated));
    }

    /// <summary>The tables of the model as a migration leaves it, as <c>schema.table</c> or <c>table</c>.</summary>
    public IReadOnlySet<string> TablesAfter(string? id) => id is null || !Knows(id)
        ? new HashSet<string>()
        : Model(id).GetEntityTypes().Where(entityType => entityType.GetTableName() is not null)
            .Select(
                entityType => entityType.GetSchema() is { } schema ? $"{schema}.{entityType.GetTableName()}" : entityType.GetTableName()!)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the database has the table of the data keys yet: a target may lie before it.</summary>
    public async Task<bool> HasKeyTableAsync(CancellationToken cancellationToken) =>
        Context.Model.FindEntityType(typeof(DataKey)) is { } keys
        && await _session.ExistsAsync(cancellationToken).ConfigureAwait(false)
        && (await _session.ReadColumnsAsync(keys.GetTableName()!, keys.GetSchema(), cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Whether the model of the application has changes that no migration has.</summary>
    public bool HasPendingModelChanges() => Context.Database.HasPendingModelChanges();

    private static bool BreaksReferences(IReadOnlyList<MigrationOperation> operations, IReadOnlyList<MigrationCommand> commands) =>
        operations.Any(MayBreakReferences) || commands.Any(command => command.TransactionSuppressed);

    private static bool MayBreakReferences(MigrationOperation operation) =>
        operation is not (CreateTableOperation or CreateIndexOperation or DropIndexOperation or AddColumnOperation or RenameColumnOperation
            or RenameIndexOperation);

    private static string HashOf(IEnumerable<MigrationCommand> commands) =>
        StoredCommands.Hash(commands.Select(command => command.CommandText));

    private PlannedCommand[] Executed(IEnumerable<MigrationCommand> commands) =>
        [.. commands.Where(command => !_session.IsCovered(command))
            .Select(command => new PlannedCommand(command.CommandText, command.TransactionSuppressed))];

    private IReadOnlyList<MigrationCommand> Generate(IReadOnlyList<MigrationOperation> operations, IModel? model) =>
        Context.GetService<IMigrationsSqlGenerator>().Generate(operations, model);

    private string? DownSql(string id) =>
        DownOperations(id) is { } operations ? StoredCommands.Write(Executed(Generate(operations, ModelBefore(id)))) : null;

    // A migration without a Down method throws, or does nothing; to revert one that did something with nothing would be a lie.
    private IReadOnlyList<MigrationOperation>? DownOperations(string id)
    {
        try
        {
            var operations = Instance(id).DownOperations;
            return operations.Count == 0 && Instance(id).UpOperations.Count > 0 ? null : operations;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private Migration Create(string id) => _assembly.CreateMigration(_assembly.Migrations[id], Context.Database.ProviderName!);

    private Migration Instance(string id)
    {
        if (!_instances.TryGetValue(id, out var migration))
        {
            _instances.Add(id, migration = Create(id));

            // Before they go through a generator, which may change them.
            _hashes.Add(id, CanonicalOperations.Hash(migration.UpOperations));
        }

        return migration;
    }

    private IModel Model(string id)
    {
        if (!_models.TryGetValue(id, out var model))
        {
            _models.Add(
                id,
                model = Context.GetService<IModelRuntimeInitializer>()
                    .Initialize(Instance(id).TargetModel, designTime: true, validationLogger: null));
        }

        return model;
    }

    private IModel? ModelBefore(string id)
    {
        var index = Ids.TakeWhile(each => !string.Equals(each, id, StringComparison.OrdinalIgnoreCase)).Count();
        return index == 0 ? null : Model(Ids[index - 1]);
    }
}
