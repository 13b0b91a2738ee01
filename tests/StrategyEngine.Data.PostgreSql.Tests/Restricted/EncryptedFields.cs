using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.Restricted;

public sealed class EncryptedFields : EncryptedFieldsSpecification<RestrictedTestDatabase>;
