using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;

namespace SalesOps.Domain.UseCases.People;

/// <summary>Somebody must always be able to let others in.</summary>
internal static class LastAdmin
{
    public static readonly Error Refused = Error.Conflict("This is the last active administrator.", "last_admin");

    /// <summary>Whether without this administrator none would be left who can sign in.</summary>
    public static bool Is(StoreDirectory directory, SalesUser user) =>
        IsAdmin(directory, user) && !directory.SalesUsers.Values.Any(u => u.Id != user.Id && IsAdmin(directory, u) && directory.HasPassword(u.Id));

    private static bool IsAdmin(StoreDirectory directory, SalesUser user) => user is { IsActive: true, Role: Role.Admin } && !directory.IsSuspended(user.Id);
}
