using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.People;

/// <summary>修改真实销售人: name, e-mail address and role. A new role ends the person's sessions; a new address is what they sign in with from then on. Either ends a link that was not used yet.</summary>
public static class EditSalesUser
{
    internal const string Action = "sales_user.updated";

    /// <param name="Version">The person's version that was seen.</param>
    /// <param name="Email">Null to leave it as it is.</param>
    public sealed record Command(Guid OperationId, Guid SalesUserId, int Version, string Name, Role Role, string? Email = null) : ICommand<Answer>
    {
        public static Access Access => Access.Admins;
    }

    public sealed record Answer(int Version);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator()
        {
            RuleFor(c => c.Name).PersonName();
            RuleFor(c => c.Email!).Email().When(c => c.Email is not null);
            RuleFor(c => c.Role).IsInEnum().WithErrorCode("choose");
        }
    }

    internal sealed class Handler(Change change) : IRequestHandler<Command, Result<Answer>>
    {
        public async Task<Result<Answer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (change.Find<SalesUser>(request.SalesUserId) is not { } user) return Error.NotFound("The person");
            if (user.Version != request.Version) return Error.Stale("The person");
            var (name, email) = (request.Name.Trim(), request.Email?.Trim() ?? user.Email);
            if ((user.Name, user.Email, user.Role) == (name, email, request.Role)) return Error.Invalid("name", "Nothing is different.", "same");
            if (await PersonRules.RefuseAsync(change, user, email, request.Role, cancellationToken) is { } refused) return refused;
            var account = change.Find<Account>(user.Id);
            if (user.Role != request.Role) account?.EndSessions();
            if (user.Email != email) account?.Rename(email);
            if (user.Role != request.Role || user.Email != email) await Accounts.CloseLinksAsync(change, user.Id, cancellationToken);
            user.Edit(name, email, request.Role);
            change.Record(Action, user, account is null ? [] : [account]);
            return new Answer(user.Version);
        }
    }
}
