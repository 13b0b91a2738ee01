using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Persistence;

/// <summary>The session of an engine that adds nothing of its own.</summary>
internal sealed class PlainAdministrationSession(DbContext context) : AdministrationSession(context);
