using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.People;

/// <summary>Somebody must always be able to let others in.</summary>
internal static class LastAdmin
{
    public static readonly Error Refused = Error.Conflict("This is the last active administrator.", "last_admin");

    public static bool Is(StoreDirectory directory, SalesUser user) =>
        CanLetIn(directory, user) && directory.SalesUsers.Values.Count(u => CanLetIn(directory, u)) == 1;

    private static bool CanLetIn(StoreDirectory directory, SalesUser user) => user is { IsActive: true, Role: Role.Admin } && !directory.IsSuspended(user.Id);
}
