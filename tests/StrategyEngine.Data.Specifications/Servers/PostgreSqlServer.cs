using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace StrategyEngine.Data.Specifications.Servers;

/// <summary>
/// A private PostgreSQL server on a loopback port of its own, from binaries found on the machine; gone with its data when disposed.
/// </summary>
/// <remarks>
/// It does not sync to disk: what tests kill are its clients, not the machine. A shell beside it ends it together with the process that
/// started it, so that no server is left behind when tests are killed.
/// </remarks>
public sealed class PostgreSqlServer : IDisposable
{
    private const string SuperUser = "trading_tests", Ready = "database system is ready to accept connections";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly string[] OtherUsers = ["postgres", "nobody"];

    private readonly string _folder;
    private readonly Process _process;

    private PostgreSqlServer(string folder, Process process, string connectionString)
    {
        _folder = folder;
        _process = process;
        ConnectionString = connectionString;
    }

    /// <summary>A connection string of Npgsql, of the superuser, without a database.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts a server.</summary>
    /// <returns>Null if the machine has no PostgreSQL.</returns>
    public static PostgreSqlServer? TryStart()
    {
        if (FindBinaries() is not { } binaries)
            return null;
        var folder = Path.Combine(Path.GetTempPath(), $"strategyengine-postgres-{Guid.CreateVersion7():N}");
        Directory.CreateDirectory(folder);
        try
        {
            return Start(binaries, folder);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Ends the server and deletes its data.</summary>
    public void Dispose()
    {
        // The end of its input is what the shell beside it waits for.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Patience))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static PostgreSqlServer Start(string binaries, string folder)
    {
        string[] asUser = [];
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            var user = OtherUsers.First(
                name => File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal)));
            Run("chown", user, folder);
            asUser = ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups"];
        }

        var (data, password) = (Path.Combine(folder, "data"), Guid.CreateVersion7().ToString("N"));
        var passwordFile = Path.Combine(folder, "password");
        File.WriteAllText(passwordFile, password);
        Run([
            .. asUser, Path.Combine(binaries, "initdb"), "--pgdata", data, "--username", SuperUser, "--pwfile", passwordFile, "--auth",
            "scram-sha-256", "--encoding", "UTF8", "--no-locale", "--no-sync",
        ]);

        var port = FreePort().ToString(CultureInfo.InvariantCulture);
        string[] server =
        [
            .. asUser, Path.Combine(binaries, "postgres"), "-D", data, "-p", port, "-h", "127.0.0.1", "-k", folder, "-c", "fsync=off", "-c",
            "full_page_writes=off",
            "-c", "max_connections=400", "-c", "shared_buffers=64MB", "-c", "max_wal_size=4GB", "-c", "log_min_messages=log", "-c",
            "log_destination=stderr",
        ];
        var process = Spawn(
            ["/bin/sh", "-c", "exec 3<&0; (read -r _ <&3; kill -INT $$) & exec \"$@\" 3<&- </dev/null", "postgres", .. server]);
        WaitUntilReady(process);
        return new PostgreSqlServer(folder, process, $"Host=127.0.0.1;Port={port};Username={SuperUser};Password={password}");
    }

    private static void WaitUntilReady(Process process)
    {
        var log = new List<string>();
        using var ready = new ManualResetEventSlim();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
                log.Add(line.Data ?? "");
            if (line.Data is null || line.Data.Contains(Ready, StringComparison.Ordinal))
                SetQuietly(ready);
        };
        process.BeginErrorReadLine();
        ready.Wait(Patience);
        lock (log)
        {
            if (log.Exists(line => line.Contains(Ready, StringComparison.Ordinal)))
                return;
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"PostgreSQL did not start: {string.Join('\n', log)}");
        }
    }

    // The server goes on writing to its log when nobody waits any more.
    private static void SetQuietly(ManualResetEventSlim ready)
    {
        try
        {
            ready.Set();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    private static string? FindBinaries()
    {
        const string Packaged = "/usr/lib/postgresql";
        var packaged = Directory.Exists(Packaged)
            ? Directory.GetDirectories(Packaged).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin"))
            : [];
        return packaged.Concat(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(folder => IsThere(Path.Combine(folder, "initdb")) && IsThere(Path.Combine(folder, "postgres")));

        // A link remains when the package it led to is removed.
        static bool IsThere(string file) =>
            File.Exists(file) && File.ResolveLinkTarget(file, returnFinalTarget: true) is not { Exists: false };

        static int Version(string folder) =>
            int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void Run(params string[] command)
    {
        using var process = Spawn(command);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {errors.GetAwaiter().GetResult()}");
    }

    private static Process Spawn(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["LC_ALL"] = "C"; // what it says is read
        return Process.Start(start)!;
    }
}
