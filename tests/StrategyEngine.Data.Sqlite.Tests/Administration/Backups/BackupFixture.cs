using FluentAssertions;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

/// <summary>What the tests of backups share: a database, a backup beside it, and what refusing it must leave alone.</summary>
public abstract class BackupFixture : Specification<SqliteTestDatabase>
{
    protected DatabaseAdministrator Administrator => Get<DatabaseAdministrator>();

    protected string Backup => Path.Combine(TestDatabase.Folder, "copy.db");

    protected string Manifest => Backup + ".json";

    protected IEnumerable<string?> FilesOfBackup() => Directory.GetFiles(TestDatabase.Folder, "copy.db*").Select(Path.GetFileName);

    protected async Task<AdministrationException> FailsAsync(AdministrationFault fault, Func<DatabaseAdministrator, Task> call)
    {
        var failure = (await Administrator.Awaiting(call).Should().ThrowAsync<AdministrationException>()).Which;
        failure.Fault.Should().Be(fault, "{0}", failure);
        return failure;
    }

    protected async Task<AdministrationException> RefusedAsync(AdministrationFault fault, RestoreOptions? options = null)
    {
        var before = await ContentAsync(TestDatabase);
        var refusal = await FailsAsync(fault, administrator => administrator.RestoreAsync(Backup, options));
        (await Administrator.VerifyBackupAsync(Backup, options)).Should().BeOfType<BackupVerification.Refused>()
            .Which.Should().Match<BackupVerification.Refused>(refused => refused.Fault == fault && refused.Reason == refusal.Message);
        (await ContentAsync(TestDatabase)).Should().Equal(before, "the database stays as it was");
        return refusal;
    }

    // The log is moved into the file first: whichever connection closes last does so at a time of its own.
    protected static async Task<byte[]> ContentAsync(SqliteTestDatabase database)
    {
        SqliteFile.Scalar(database.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        return await File.ReadAllBytesAsync(database.Path);
    }

    protected async Task<Guid> AddUserAsync(string name)
    {
        await using var context = CreateContext();
        var user = TestRecords.User(name);
        context.Add(user);
        await context.SaveChangesAsync();
        return user.Id;
    }

    protected static void CopyKeys(SqliteTestDatabase from, SqliteTestDatabase to)
    {
        Directory.CreateDirectory(Path.Combine(to.Folder, "keys"));
        foreach (var file in Directory.GetFiles(Path.Combine(from.Folder, "keys")))
            File.Copy(file, Path.Combine(to.Folder, "keys", Path.GetFileName(file)));
    }
}
