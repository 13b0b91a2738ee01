using System.Security.Cryptography;
using System.Text;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace StrategyEngine.Data.Migrations;

/// <summary>The migrations compiled into the application for one context, and the SQL that EF makes of them.</summary>
/// <remarks>Uses EF's generators only: its own executor is unsafe when several processes start together or one is killed.</remarks>
internal sealed class CompiledMigrations
{
    private readonly DbContext _context;
    private readonly IMigrationsAssembly _assembly;

    public CompiledMigrations(DbContext context)
    {
        _context = context;
        _assembly = context.GetService<IMigrationsAssembly>();
        Ids = [.. _assembly.Migrations.Keys.Order(StringComparer.OrdinalIgnoreCase)];
        var options = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>());
        var table = options.MigrationsHistoryTableName ?? HistoryRepository.DefaultTableName;
        HistoryTable = options.MigrationsHistoryTableSchema is { } schema ? $"{schema}.{table}" : table;
    }

    /// <summary>Every id, oldest first.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The name of EF's history table, by which several contexts in one database are told apart.</summary>
    public string HistoryTable { get; }

    public static string EntityFrameworkVersion => ProductInfo.GetVersion();

    public string HistoryTableScript => _context.GetService<IHistoryRepository>().GetCreateIfNotExistsScript();

    /// <summary>Finds a migration by id or name, or returns null.</summary>
    public string? Find(string idOrName) => _assembly.FindMigrationId(idOrName);

    public PlannedMigration Plan(string id)
    {
        var migration = _assembly.CreateMigration(_assembly.Migrations[id], _context.Database.ProviderName!);
        var model = _context.GetService<IModelRuntimeInitializer>().Initialize(migration.TargetModel, designTime: true, validationLogger: null);
        var commands = _context.GetService<IMigrationsSqlGenerator>().Generate(migration.UpOperations, model);
        var insert = _context.GetService<IHistoryRepository>().GetInsertScript(new HistoryRow(id, EntityFrameworkVersion));
        return new PlannedMigration(id, commands, insert, Hash(commands), migration.UpOperations.Any(MayBreakReferences) || commands.Any(command => command.TransactionSuppressed));
    }

    private static bool MayBreakReferences(MigrationOperation operation) =>
        operation is not (CreateTableOperation or CreateIndexOperation or DropIndexOperation or AddColumnOperation or RenameColumnOperation or RenameIndexOperation);

    private static string Hash(IReadOnlyList<MigrationCommand> commands)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var command in commands)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(command.CommandText.ReplaceLineEndings("\n")));
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
