using Microsoft.Data.Sqlite;

namespace TradingConsole;

/// <summary>The database file, and what is kept beside it: <c>trading.db</c>, <c>trading-keys</c>, <c>trading-equity.png</c>.</summary>
internal sealed record DatabaseLocation(FileInfo Database)
{
    private const int SecondsToWaitForALock = 5;

    public static readonly DatabaseLocation Default = new(new FileInfo(Path.Combine("trading-console", "trading.db")));

    /// <summary>The key ring. Whoever has it and the database can read the secrets; whoever loses it cannot.</summary>
    public DirectoryInfo Keys => new(Beside("-keys"));

    public FileInfo EquityChart => new(Beside("-equity.png"));

    public string ConnectionString => new SqliteConnectionStringBuilder
    {
        DataSource = Database.FullName,
        DefaultTimeout = SecondsToWaitForALock,
    }.ToString();

    /// <summary>Makes the directories that are missing; only the user may enter that of the keys.</summary>
    public void Prepare()
    {
        if (Directory.Exists(Database.FullName))
            throw new Failure($"{Database.FullName} is a directory. Name a file with --database.");
        try
        {
            Directory.CreateDirectory(Database.DirectoryName!);
            if (OperatingSystem.IsWindows())
                Keys.Create();
            else
                Directory.CreateDirectory(Keys.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"{Database.DirectoryName} cannot be written. Choose another place with --database.");
        }
    }

    private string Beside(string ending) =>
        Path.Combine(Database.DirectoryName!, Path.GetFileNameWithoutExtension(Database.Name) + ending);
}
