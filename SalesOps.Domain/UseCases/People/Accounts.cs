using FluentValidation;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>What the commands about people and their accounts share.</summary>
internal static class Accounts
{
    public static Account New(SalesUser user) => new()
    {
        Id = user.Id,
        Email = user.Email,
        NormalizedEmail = user.Email.ToUpperInvariant(),
        SecurityStamp = Guid.NewGuid().ToString("N"),
    };

    /// <summary>Removes the links with which the person could still choose a password: they end with what they were for, and with a password that is chosen.</summary>
    public static async Task EndLinksAsync(Change change, Guid salesUserId, CancellationToken cancellationToken)
    {
        foreach (var link in await UnusedAsync(change, salesUserId, cancellationToken)) change.Remove(link);
    }

    /// <summary>Has the links end now, by what they must not outlive, the address they went to, the role they would open, a suspension; whoever takes that back has them again.</summary>
    public static async Task CloseLinksAsync(Change change, Guid salesUserId, CancellationToken cancellationToken)
    {
        foreach (var link in await UnusedAsync(change, salesUserId, cancellationToken))
            if (link.ExpiresAt > change.Now) link.ExpiresAt = change.Now;
    }

    /// <summary>Whether somebody sent a new link since the deed, which the person is to use.</summary>
    public static Task<bool> IsInvitedSinceAsync(Change change, PastDeed deed, CancellationToken cancellationToken) =>
        change.Store.Invitations.AnyAsync(i => i.SalesUserId == deed.Id && (i.CreatedAt > deed.At || (i.UsedAt == null && i.ExpiresAt > change.Now)), cancellationToken);

    /// <summary>Opens the links that the deed closed; they stay closed while the person is suspended, and where people did something with the person since, of which each may have had to close them.</summary>
    public static async Task ReopenLinksAsync(Change change, PastDeed deed, CancellationToken cancellationToken)
    {
        if (change.Find<Account>(deed.Id) is { IsSuspended: true } || await deed.IsFollowedAsync(cancellationToken)) return;
        foreach (var link in await UnusedAsync(change, deed.Id, cancellationToken)) deed.Revert(link.Id, link);
    }

    private static Task<List<Invitation>> UnusedAsync(Change change, Guid salesUserId, CancellationToken cancellationToken) =>
        change.Store.Invitations.Where(i => i.SalesUserId == salesUserId && i.UsedAt == null).ToListAsync(cancellationToken);

    public static readonly Error Taken = Error.Invalid("email", "Somebody has this e-mail address already.", "taken");

    /// <summary>Whether somebody has the address already.</summary>
    /// <param name="by">Whose it may be; null for nobody's.</param>
    public static bool IsTaken(StoreDirectory directory, string email, Guid? by = null) =>
        directory.SalesUsers.Values.Any(u => u.Id != by && string.Equals(u.Email, email, StringComparison.OrdinalIgnoreCase));

    public static IRuleBuilderOptions<T, string?> PersonName<T>(this IRuleBuilder<T, string?> rule) => rule.Visible().MaximumLength(100).WithErrorCode("too_long").PlainText();

    public static IRuleBuilderOptions<T, string> Email<T>(this IRuleBuilderInitial<T, string> rule) => rule.Cascade(CascadeMode.Stop).NotEmpty().WithErrorCode("required").MaximumLength(200).WithErrorCode("too_long").EmailAddress().WithErrorCode("email");
}
